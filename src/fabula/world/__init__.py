"""A story's world as a place that several people enter: ``design`` is its document, ``game`` runs it on Evennia."""
