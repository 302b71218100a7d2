from fabula.reading.layers.page import Candidate, Page


def find_memories(page: Page) -> list[Candidate]:
    return []
