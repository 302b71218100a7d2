"""What the page shows beside the text, each thing with its place in it."""
