from fabula.reading.layers.page import Candidate, Page


def find_calls(page: Page) -> list[Candidate]:
    return []
