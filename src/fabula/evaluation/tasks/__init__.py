"""The tasks of ``fabula evaluate``, one a file: ``run(paths, predictions, on_document)`` gives a Report."""
