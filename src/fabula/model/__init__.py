"""The neural reader: one small encoder and its heads, run by ONNX Runtime.

    heads.py     what the heads tell apart
    windows.py   words into word pieces into overlapping windows
    weights.py   the files in weights/, checked before use
    session.py   the networks, ready to run on so many threads
    readout.py   one pass over a text: its mentions, the states that link them, its events

The weights are made by ``training/``, which alone needs PyTorch; see weights/MODEL_CARD.md.
"""
