"""Training of the reader model: needs PyTorch (``pip install -e '.[training]'``); nothing here is used at run time."""
