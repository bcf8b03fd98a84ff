"""Client-side cryptography: keys, seals and what a client verifies. Pure; the running server never imports it."""
