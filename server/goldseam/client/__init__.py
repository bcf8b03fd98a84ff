"""The Python client: session, sync engine, merge, backup. The running server never imports it."""
