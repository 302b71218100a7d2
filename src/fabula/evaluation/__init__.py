"""How good the reading is: metrics, corpus readers and `fabula evaluate`."""
