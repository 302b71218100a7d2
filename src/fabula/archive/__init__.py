"""Archives: many stories read on one machine or a cluster, into Parquet tables."""

from fabula.archive.archive import Archive
from fabula.archive.limits import Limits
from fabula.archive.run import Progress, Summary, read_archive
from fabula.archive.seat import Settings

__all__ = ["Archive", "Limits", "Progress", "Settings", "Summary", "read_archive"]
