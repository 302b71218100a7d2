"""The reader model: one encoder and small heads for mentions, their kinds and forms, events, and links to entities."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from fabula.model.heads import FORMS, KINDS, WIDEST
from fabula.model.heads import LINK_SIZE as LINK
from fabula.reading.discourse import N_FEATURES

EDGE = 160  # size of a word's state as the first or last word of a mention
SPAN = 384  # size of a span's hidden state
HIDDEN = 160  # size of the link scorer's hidden layer
LAYERS = 2  # layers of annotation of mentions: coreference and entities


@dataclass
class Words:
    """What is known of each word: state [n, size]; first and last [n, LAYERS, EDGE + 1] and [n, EDGE + 1]."""

    states: Tensor
    first: Tensor
    last: Tensor
    weight: Tensor  # [n]: how much a word counts in a span
    event: Tensor  # [n]: score of naming an event that happened


class WordHead(nn.Module):
    """From words' states to all that does not need a span."""

    def __init__(self, size: int, dropout: float) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Linear(size, EDGE), nn.GELU(), nn.Dropout(dropout))
        self.last = nn.Sequential(nn.Linear(size, EDGE), nn.GELU(), nn.Dropout(dropout))
        self.bilinear = nn.Linear(EDGE, LAYERS * (EDGE + 1))
        self.weight = nn.Linear(size, 1)
        self.event = nn.Sequential(nn.Linear(size, EDGE), nn.GELU(), nn.Dropout(dropout), nn.Linear(EDGE, 1))

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """``first`` [n, LAYERS, EDGE + 1] and ``last`` [n, EDGE + 1], whose product scores spans; two scores."""
        first = self.bilinear(self.first(states)).view(-1, LAYERS, EDGE + 1)
        last = functional.pad(self.last(states), (0, 1), value=1.0)
        return first, last, self.weight(states)[:, 0], self.event(states)[:, 0]


class SpanHead(nn.Module):
    """From a span's words to its kind, its form and its state for linking."""

    def __init__(self, size: int, dropout: float) -> None:
        super().__init__()
        self.hidden = nn.Sequential(nn.Linear(3 * size, SPAN), nn.GELU(), nn.Dropout(dropout))
        self.kind = nn.Linear(SPAN, len(KINDS))
        self.form = nn.Linear(SPAN, len(FORMS))
        self.link = nn.Linear(SPAN, LINK)

    def forward(self, first: Tensor, last: Tensor, middle: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``kind`` [n, 6] and ``form`` [n, 3] as scores, ``link`` [n, LINK], of states [n, size] each."""
        hidden = self.hidden(torch.cat([first, last, middle], dim=1))
        return self.kind(hidden), self.form(hidden), self.link(hidden)


class LinkHead(nn.Module):
    """How well a mention fits each candidate entity, and how well a new one."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.mention = nn.Linear(LINK, HIDDEN)
        self.mean = nn.Linear(LINK, HIDDEN, bias=False)
        self.last = nn.Linear(LINK, HIDDEN, bias=False)
        self.mean_product = nn.Linear(LINK, HIDDEN, bias=False)
        self.last_product = nn.Linear(LINK, HIDDEN, bias=False)
        self.features = nn.Embedding(N_FEATURES, HIDDEN)
        nn.init.normal_(self.features.weight, std=0.05)
        self.score = nn.Sequential(nn.GELU(), nn.Dropout(dropout), nn.Linear(HIDDEN, 1))
        self.new = nn.Sequential(nn.Linear(LINK, HIDDEN), nn.GELU(), nn.Dropout(dropout), nn.Linear(HIDDEN, 1))

    def forward(self, mention: Tensor, mean: Tensor, last: Tensor, features: Tensor) -> Tensor:
        """Scores [n] of a mention [n or 1, LINK] with entities' mean and last states [n, LINK]."""
        hidden = self.mention(mention) + self.mean(mean) + self.last(last)
        hidden = hidden + self.mean_product(mention * mean) + self.last_product(mention * last)
        hidden = hidden + functional.embedding(features, self.features.weight).sum(1)
        return self.score(hidden)[:, 0]


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: nn.Module, dropout: float = 0.2) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.words = WordHead(size, dropout)
        self.widths = nn.Parameter(torch.zeros(LAYERS, WIDEST))
        self.spans = SpanHead(size, dropout)
        self.links = LinkHead(dropout)

    def encode(self, ids: Tensor, place: Tensor, word_of_piece: Tensor, n_words: int, exact: bool = False) -> Words:
        """Words' states from windows [n_windows, length] (see ``fabula.model.windows``); bfloat16 unless exact."""
        with torch.autocast(ids.device.type, torch.bfloat16, enabled=not exact):
            states = self.encoder(input_ids=ids).last_hidden_state
        pieces = states.float().flatten(0, 1)[place]
        sums = pieces.new_zeros(n_words, pieces.shape[1]).index_add(0, word_of_piece, pieces)
        means = self.dropout(sums / torch.bincount(word_of_piece, minlength=n_words).unsqueeze(1))
        first, last, weight, event = self.words(means)
        return Words(means, first, last, weight, event)

    def score_spans(self, words: Words) -> Tensor:
        """Scores [n_words, WIDEST, LAYERS] of the spans that begin at each word, by their width less one."""
        n_words = len(words.last)
        padded = functional.pad(words.last, (0, 0, 0, WIDEST - 1))
        ends = padded.unfold(0, WIDEST, 1)  # [n_words, EDGE + 1, WIDEST]
        scores = torch.bmm(words.first, ends)  # [n_words, LAYERS, WIDEST]
        return (scores[:n_words] + self.widths).transpose(1, 2)

    def read_spans(self, words: Words, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Kind, form and link state of the spans of words [first, last], int64 [n] each."""
        return self.spans(words.states[first], words.states[last], weighed_middle(words, first, last))


def weighed_middle(words: Words, first: Tensor, last: Tensor) -> Tensor:
    """The mean of each span's states, weighed by ``weight``: [n, size]."""
    places = first.unsqueeze(1) + torch.arange(WIDEST, device=first.device)
    inside = places <= last.unsqueeze(1)
    places = places.clamp(max=len(words.weight) - 1)
    weights = words.weight[places].masked_fill(~inside, -torch.inf).softmax(1)
    return torch.einsum("nw,nwd->nd", weights, words.states[places])
