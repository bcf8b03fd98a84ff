"""Pages that were written elsewhere become records (docs/imports.md). Pure: no keys, no network, nothing is written."""
