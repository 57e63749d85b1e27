"""Pairs of indices of two lists, and how to make as many as possible."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qa.baseline.contexts import Context, Key, keys_of_earlier, keys_of_now


@dataclass(slots=True)
class Pairing:
    """The indices of earlier flags and those of now, in order, and which are pairs so far."""

    earlier: Sequence[int]
    now: Sequence[int]
    now_of: dict[int, int] = field(default_factory=dict)
    earlier_of: dict[int, int] = field(default_factory=dict)

    def pair(self, earlier: int, now: int) -> None:
        """Make a pair, whatever either was paired with."""
        self.now_of[earlier] = now
        self.earlier_of[now] = earlier

    def free_earlier(self) -> tuple[int, ...]:
        """The earlier flags that have no partner."""
        return tuple(index for index in self.earlier if index not in self.now_of)

    def free_now(self) -> tuple[int, ...]:
        """The flags of now that have no partner."""
        return tuple(index for index in self.now if index not in self.earlier_of)

    def part(self, earlier: Sequence[int], now: Sequence[int]) -> Pairing:
        """The pairing of these alone; none of them may have a partner elsewhere."""
        mine = {index: self.now_of[index] for index in earlier if index in self.now_of}
        theirs = {index: self.earlier_of[index] for index in now if index in self.earlier_of}
        return Pairing(earlier, now, mine, theirs)

    def adopt(self, part: Pairing) -> None:
        """Take over the pairs of a part."""
        self.now_of.update(part.now_of)
        self.earlier_of.update(part.earlier_of)


def pair_all(earlier: Mapping[int, Context], now: Mapping[int, Context], pairing: Pairing) -> None:
    """Pair as many as possible of those whose contexts agree; what has a partner keeps one.

    Each free one looks for the shortest way to another free one by which pairs can change partners
    (Berge 1957, doi:10.1073/pnas.43.9.842). What a search that failed has seen leads nowhere later
    either, and is not looked at again.
    """
    search = _Search(earlier, now, pairing)
    for index in pairing.free_earlier():
        search.find_partner(index)


class _Search:
    """The searches in one group: which flags of now have which key, and what was seen."""

    def __init__(
        self, earlier: Mapping[int, Context], now: Mapping[int, Context], pairing: Pairing
    ) -> None:
        self._earlier, self._pairing = earlier, pairing
        self._members: dict[Key | str, list[int]] = defaultdict(list)
        self._passed: dict[Key | str, int] = defaultdict(int)
        self._dead: set[Key | str] = set()
        for index, context in now.items():
            for key in keys_of_now(context):
                self._members[key].append(index)

    def find_partner(self, start: int) -> None:
        """Give an earlier flag a partner, if need be by giving others a new one."""
        came_from: dict[int, int] = {}
        seen: set[Key | str] = set()
        waiting = deque([start])
        while waiting:
            index = waiting.popleft()
            for key in keys_of_earlier(self._earlier[index]):
                if key in seen or key in self._dead:
                    continue
                seen.add(key)
                if (free := self._free(key)) is not None:
                    self._change_partners(index, free, came_from)
                    return
                waiting.extend(self._reached(key, index, came_from))
        self._dead |= seen

    def _free(self, key: Key | str) -> int | None:
        """The first flag of now with this key that has no partner."""
        members = self._members.get(key, [])
        while self._passed[key] < len(members):
            index = members[self._passed[key]]
            if index not in self._pairing.earlier_of:
                return index
            self._passed[key] += 1
        return None

    def _reached(self, key: Key | str, index: int, came_from: dict[int, int]) -> Iterator[int]:
        """The earlier flags that would need another partner if `index` took theirs."""
        for now in self._members.get(key, []):
            if now not in came_from:
                came_from[now] = index
                yield self._pairing.earlier_of[now]

    def _change_partners(self, index: int, free: int, came_from: Mapping[int, int]) -> None:
        """Along the way back, each takes what was found for it."""
        while True:
            left = self._pairing.now_of.get(index)
            self._pairing.pair(index, free)
            if left is None:
                return
            index, free = came_from[left], left
