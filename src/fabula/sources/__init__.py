"""From a file to a Document: one file per format, one per site."""
