"""How each operation of the vectors is run: inputs in, outputs out, errors as they are raised."""
