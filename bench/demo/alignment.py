"""Word alignment of the training pairs (IBM model 1), to show a small network where to look.

Comes in: pairs of ids. Goes out: ``Guide``, which says of a batch how likely each target id comes from each source
id. With five thousand sentences a transformer takes most of its training to find out by itself that the target has to
do with the source; told so by a second loss on its cross attention, it knows within minutes.
Sources: Brown et al. 1993 (the model), Chen et al. 2016 (guided alignment).
"""

import numpy as np
import torch

ROUNDS = 6
NOTHING = 0.1  # chance that a target id comes from no source id, against each that is there
DIAGONAL = 1.5  # how much less likely a word comes from the other end of the sentence


class Guide:
    """The table of chances that a source id is translated by a target id."""

    def __init__(self, pairs: list[tuple[list[int], list[int]]], sources: int, targets: int) -> None:
        lengths = np.array([len(source) for source, target in pairs for _ in target])
        source_ids = np.concatenate([np.array(source) for source, target in pairs for _ in target])
        target_ids = np.repeat(np.concatenate([np.array(target) for _, target in pairs]), lengths)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        cells = target_ids.astype(np.int64) * sources + source_ids
        table = np.full(targets * sources, 1 / targets, dtype=np.float32)
        alone = np.bincount(np.concatenate([np.array(target) for _, target in pairs]), minlength=targets)
        spare = (NOTHING * alone / alone.sum()).astype(np.float32)  # by how common a target id is
        for _ in range(ROUNDS):
            chance = table[cells]
            whole = np.add.reduceat(chance, starts) + spare[target_ids[starts]]
            counts = np.bincount(cells, chance / np.repeat(whole, lengths), minlength=len(table))
            by_source = counts.reshape(targets, sources).sum(axis=0, keepdims=True)
            table = (counts.reshape(targets, sources) / np.maximum(by_source, 1e-9)).astype(np.float32).ravel()
        self.table = torch.from_numpy(table.reshape(targets, sources))
        self.spare = torch.from_numpy(spare)

    def batch(self, source: torch.Tensor, target: torch.Tensor, pad: int) -> torch.Tensor:
        """Return (sentences x target x source) chances; a row sums to less than 1 where nothing fits well."""
        rows = target.clamp(max=len(self.table) - 1)
        chance = self.table[rows[:, :, None], source[:, None, :]]
        here = torch.arange(target.shape[1])[None, :, None] / (target != pad).sum(1)[:, None, None]
        there = torch.arange(source.shape[1])[None, None, :] / (source != pad).sum(1)[:, None, None]
        chance = chance * torch.exp(-DIAGONAL * (here - there).abs()) * (source != pad)[:, None, :]
        chance = chance / (chance.sum(2, keepdim=True) + self.spare[rows][:, :, None] + 1e-9)
        return chance * (target != pad)[:, :, None]
