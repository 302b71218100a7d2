"""Readers of annotated corpora, one file per format. A file that is not as it should be is a BadCorpus."""
