"""The wire: pure syntax, shared by the server and the Python client (docs/protocol.md)."""
