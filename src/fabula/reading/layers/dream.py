from fabula.reading.layers.page import Candidate, Page


def find_dreams(page: Page) -> list[Candidate]:
    return []
