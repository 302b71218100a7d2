from fabula.reading.layers.page import Candidate, Page


def find_hypotheticals(page: Page) -> list[Candidate]:
    return []
