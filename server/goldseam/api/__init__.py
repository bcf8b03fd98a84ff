"""Thin HTTP: read a request, call a use case, write its answer. No rule of the protocol lives here alone."""
