"""Every error a user can meet: one class and one stable code each.

    FabulaError
    ├── SourceError                the book given cannot be read
    │   ├── SourceNotFound         S01  no such file
    │   ├── SourceIsFolder         S02  a folder where a file was expected
    │   ├── SourceEmpty            S03  nothing in the file
    │   ├── SourceOnlyFurniture    S04  text, but none of it is story
    │   ├── SourceBinary           S05  not text, and no format we know
    │   ├── SourceBroken           S06  damaged, or not what its name says
    │   ├── SourceEncrypted        S07  locked by DRM or a password
    │   ├── SourceTooLarge         S08  unpacks to more than the limit
    │   ├── SourceWithoutText      S09  a page or document with no text in it
    │   ├── SourceNotEnglish       S10  another language
    │   ├── SourceUnreadable       S11  no permission, or the disk failed
    │   └── UnknownFormat          S12  a format fabula does not know
    ├── CorrectionsError           the corrections beside the book cannot be used
    │   ├── CorrectionsUnreadable  C01  no permission, a folder, or not UTF-8
    │   ├── CorrectionsBroken      C02  not TOML
    │   └── CorrectionsUnknown     C03  a section, key or value that fabula does not know
    ├── VoicesError                a list of voices cannot be used
    │   ├── VoicesUnreadable       V01  no such file, no permission, not UTF-8, or not CSV
    │   └── VoicesUnknown          V02  a column or value that fabula does not know
    ├── OutputError                a result cannot be written
    │   ├── CannotWrite            O01  the path cannot be written
    │   ├── DiskFull               O02  no space left
    │   └── AlreadyThere           O03  the place is taken
    ├── StoryFileError             a .fabula file cannot be opened
    │   ├── StoryFileDamaged       F01  not a story file, or damaged
    │   └── StoryFileOfOtherVersion  F02  written by a newer or older fabula
    ├── LibraryError               a library cannot be used, or not in this way
    │   ├── LibraryNotFound        L01  no such library
    │   ├── NotALibrary            L02  a file that is something else
    │   ├── LibraryOfOtherVersion  L03  written by a newer or older fabula
    │   ├── LibraryDamaged         L04  the file is damaged
    │   ├── LibraryBusy            L05  another program keeps it locked
    │   ├── NotInLibrary           L06  a story that the library does not have
    │   ├── UnknownFilter          L07  a name, place, kind or tag that nothing in the library has
    │   └── NothingToFind          L08  a search without a word and without a filter
    ├── ArchiveError               an archive cannot be written or used, or a story not read into it
    │   ├── NotAnArchive           R01  no archive, or something else
    │   ├── ArchiveOfOtherVersion  R02  begun by another fabula, or in another way
    │   ├── ArchiveBusy            R03  another program writes it
    │   ├── ArchiveDamaged         R04  a part is not there or not what was written
    │   ├── NoTextColumn           R05  a collection without the column of texts
    │   ├── ReadersLost            R06  the processes that read cannot be kept running
    │   ├── StoryTooSlow           R07  a story took longer than it may
    │   ├── StoryTooGreedy         R08  a story took more memory than it may
    │   └── StoryKillsReader       R09  a process ended whenever it read the story
    ├── WorldError                 a world cannot be designed or opened
    │   ├── DesignUnreadable       Y01  no such file, no permission, too large, or not UTF-8
    │   ├── DesignBroken           Y02  not TOML, or something in it does not hold
    │   ├── DesignOfOtherVersion   Y03  made for another schema
    │   ├── WorldBusy              Y04  it is open already
    │   ├── EngineFailed           Y05  the engine does not start, or stopped
    │   ├── WorldNotFound          Y06  nobody has opened this world yet
    │   └── UnknownInvitation      Y07  no such invitation, or it was used
    ├── ModelError                 the reader model cannot be used
    │   ├── WeightsMissing         M01  a file of the model is not there
    │   ├── WeightsDamaged         M02  a file of the model is not what was installed
    │   └── WeightsOfOtherVersion  M03  the model belongs to another version of fabula
    ├── DataError                  evaluation data cannot be used
    │   ├── BadCorpus              D01  missing or malformed corpus file
    │   └── UnknownTask            D02  no such task of `fabula evaluate`, or setting of one
    ├── CannotListen               W01  an address or port that the server cannot have
    ├── PackageMissing             P01  a library of the user's own that is not installed
    ├── QuestionNotUnderstood      A01  a question of a form that fabula does not know
    ├── UnknownCharacter           A02  a name that nobody in the story has
    └── BadTable                   T01  a table that breaks its schema (a bug in a step)

A message is one line: what is wrong, with which file, and what to do.
"""

from __future__ import annotations

LONGEST = 600


class FabulaError(Exception):
    """Any error that fabula raises on purpose.

    ``code`` is stable between versions; ``str(error)`` is one line for a person, whatever it quotes: its middle is
    left out where it would be longer than ``LONGEST`` characters.
    """

    code = "E00"

    def __init__(self, message: str = "") -> None:
        super().__init__(_one_line(message))


class SourceError(FabulaError):
    """The book given cannot be read."""

    code = "S00"


class SourceNotFound(SourceError):
    """There is no such file."""

    code = "S01"


class SourceIsFolder(SourceError):
    """A folder was given where a file was expected."""

    code = "S02"


class SourceEmpty(SourceError):
    """The file has nothing in it."""

    code = "S03"


class SourceOnlyFurniture(SourceError):
    """There is text, but none of it is story."""

    code = "S04"


class SourceBinary(SourceError):
    """The file is not text and not in a format that fabula knows."""

    code = "S05"


class SourceBroken(SourceError):
    """The file is damaged, or is not what its name says."""

    code = "S06"


class SourceEncrypted(SourceError):
    """The file is locked by DRM or a password."""

    code = "S07"


class SourceTooLarge(SourceError):
    """The file is, or unpacks to, more than the limit."""

    code = "S08"


class SourceWithoutText(SourceError):
    """A page or document with no text in it."""

    code = "S09"


class SourceNotEnglish(SourceError):
    """The text is in another language than English."""

    code = "S10"


class SourceUnreadable(SourceError):
    """The file exists but cannot be opened."""

    code = "S11"


class UnknownFormat(SourceError):
    """A format that fabula does not know."""

    code = "S12"


class CorrectionsError(FabulaError):
    """The corrections beside the book cannot be used."""

    code = "C00"


class CorrectionsUnreadable(CorrectionsError):
    """The file of corrections exists but cannot be opened, or is not in UTF-8."""

    code = "C01"


class CorrectionsBroken(CorrectionsError):
    """The file of corrections is not TOML."""

    code = "C02"


class CorrectionsUnknown(CorrectionsError):
    """A section, key or value that is no correction."""

    code = "C03"


class VoicesError(FabulaError):
    """A list of voices cannot be used."""

    code = "V00"


class VoicesUnreadable(VoicesError):
    """The list cannot be opened, or is not CSV in UTF-8."""

    code = "V01"


class VoicesUnknown(VoicesError):
    """A column or a value that no list of voices has."""

    code = "V02"


class OutputError(FabulaError):
    """A result cannot be written."""

    code = "O00"


class CannotWrite(OutputError):
    """The path cannot be written."""

    code = "O01"


class DiskFull(OutputError):
    """There is no space left where the result should go."""

    code = "O02"


class AlreadyThere(OutputError):
    """Something is there already, and nobody said to replace it."""

    code = "O03"


class StoryFileError(FabulaError):
    """A ``.fabula`` file cannot be opened."""

    code = "F00"


class StoryFileDamaged(StoryFileError):
    """Not a story file, or a damaged one."""

    code = "F01"


class StoryFileOfOtherVersion(StoryFileError):
    """The story file was written by a newer or older fabula, whose tables differ."""

    code = "F02"


class LibraryError(FabulaError):
    """A library cannot be used, or not in this way."""

    code = "L00"


class LibraryNotFound(LibraryError):
    """There is no such library."""

    code = "L01"


class NotALibrary(LibraryError):
    """The file is something else than a library."""

    code = "L02"


class LibraryOfOtherVersion(LibraryError):
    """The library was written by a newer or older fabula, whose tables differ."""

    code = "L03"


class LibraryDamaged(LibraryError):
    """The library's file is damaged."""

    code = "L04"


class LibraryBusy(LibraryError):
    """Another program keeps the library locked."""

    code = "L05"


class NotInLibrary(LibraryError):
    """The library has no such story."""

    code = "L06"


class UnknownFilter(LibraryError):
    """Nothing in the library, or in any, has the name, place, kind or tag that a search is limited to."""

    code = "L07"


class NothingToFind(LibraryError):
    """A search without a word and without a filter."""

    code = "L08"


class ArchiveError(FabulaError):
    """An archive cannot be written or used, or a story cannot be read into it."""

    code = "R00"


class NotAnArchive(ArchiveError):
    """There is no archive, or the folder holds something else."""

    code = "R01"


class ArchiveOfOtherVersion(ArchiveError):
    """The archive was begun by another version of fabula or with another column of texts."""

    code = "R02"


class ArchiveBusy(ArchiveError):
    """Another program is reading stories into the archive."""

    code = "R03"


class ArchiveDamaged(ArchiveError):
    """A file of the archive is not there, or is not what was written."""

    code = "R04"


class NoTextColumn(ArchiveError):
    """A collection of rows does not have the column that should hold the stories' texts."""

    code = "R05"


class ReadersLost(ArchiveError):
    """The processes that read stories cannot be started or kept running."""

    code = "R06"


class StoryTooSlow(ArchiveError):
    """A story took longer to read than one of its size may."""

    code = "R07"


class StoryTooGreedy(ArchiveError):
    """A story took more memory than it may."""

    code = "R08"


class StoryKillsReader(ArchiveError):
    """Every process that was given the story ended without an answer."""

    code = "R09"


class WorldError(FabulaError):
    """A world cannot be designed or opened."""

    code = "Y00"


class DesignUnreadable(WorldError):
    """The design cannot be opened, is too large, or is not in UTF-8."""

    code = "Y01"


class DesignBroken(WorldError):
    """The design is not TOML, or something in it does not hold."""

    code = "Y02"


class DesignOfOtherVersion(WorldError):
    """The design was made for an older or newer schema."""

    code = "Y03"


class WorldBusy(WorldError):
    """The world is open already."""

    code = "Y04"


class EngineFailed(WorldError):
    """The engine that runs the world does not start, or it stopped."""

    code = "Y05"


class WorldNotFound(WorldError):
    """Nobody has opened this world yet: nothing happened in it."""

    code = "Y06"


class UnknownInvitation(WorldError):
    """There is no such invitation, or it was used already."""

    code = "Y07"


class ModelError(FabulaError):
    """The reader model cannot be used."""

    code = "M00"


class WeightsMissing(ModelError):
    """A file of the model is not there or cannot be read."""

    code = "M01"


class WeightsDamaged(ModelError):
    """A file of the model is not what was installed."""

    code = "M02"


class WeightsOfOtherVersion(ModelError):
    """The model's files belong to another version of fabula."""

    code = "M03"


class DataError(FabulaError):
    """Evaluation data cannot be used."""

    code = "D00"


class BadCorpus(DataError):
    """A corpus file is missing or malformed."""

    code = "D01"


class UnknownTask(DataError):
    """There is no such task of ``fabula evaluate``, or it cannot be given this."""

    code = "D02"


class CannotListen(FabulaError):
    """The server cannot listen at the address or port that was given."""

    code = "W01"


class PackageMissing(FabulaError):
    """A library that fabula does not bring along is not installed."""

    code = "P01"


class QuestionNotUnderstood(FabulaError):
    """The question has none of the forms that fabula can answer."""

    code = "A01"


class UnknownCharacter(FabulaError):
    """Nobody in the story is called so."""

    code = "A02"


class BadTable(FabulaError):
    """A table breaks its schema: a bug in the step that made it."""

    code = "T01"


def _one_line(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2 - 3]} ... {line[3 - LONGEST // 2 :]}"
