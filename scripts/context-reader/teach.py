"""Teaches the reader of texts, and writes it for scripts/make-context-reader.ts:

    python teach.py TEXTS.txt SAID.npy WORDS.json FOLDER [minutes]

TEXTS.txt is what gather_texts.py wrote, SAID.npy what teacher.py said of them. Needs numpy and PyTorch; nothing of the
product does.

The reader is a transformer of one layer that normalises what a layer reads and not what it says (R. Xiong et al., 2020),
over rows of word pieces. A row begins as what the teacher says of the piece alone, the weight of the word on it (S. Arora
et al., 2017). Taught is that a text's vector has the direction of what the teacher says of it, turned to its 128 strongest
directions (these keep three quarters of the spread, and as much of what tells intents apart), and that texts lie as near to one
another as for the teacher. In the last two fifths of the time the rows stand in four bits, as they will.
"""
import json
import math
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from teacher import PIECES, encode_texts, tokens_of

WIDTH, INNER, HEADS, MAX_TOKENS = 128, 384, 4, 32
BATCH, RATE, ROW_RATE, NEARNESS = 512, 2e-3, 1e-3, 10
FOUR_BITS = 7
HELD_OUT = 1_500


class Reader(nn.Module):
    def __init__(self, rows):
        super().__init__()
        self.rows = nn.Embedding.from_pretrained(rows, freeze=False, sparse=True)
        self.positions = nn.Parameter(torch.zeros(MAX_TOKENS, WIDTH))
        self.first, self.second = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attention, self.attention_out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.is_packed = False
        for layer in (self.attention_out, self.down):
            nn.init.normal_(layer.weight, 0, 0.01)
            nn.init.zeros_(layer.bias)

    def forward(self, ids):
        texts, count = ids.shape
        x = self.rows(ids)
        if self.is_packed:
            step = x.detach().abs().amax(-1, keepdim=True) / FOUR_BITS + 1e-9
            x = x + ((x.detach() / step).round() * step - x.detach())
        x = x + self.positions[:count]
        qkv = self.attention(self.first(x)).view(texts, count, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(*qkv).transpose(1, 2).reshape(texts, count, WIDTH)
        x = x + self.attention_out(mixed)
        x = x + self.down(F.gelu(self.up(self.second(x))))
        return F.normalize(x.mean(1), dim=1)


def weight_of(piece, ranks):
    """Zipf and Mandelbrot for the share of a word, which counts half at a thousandth."""
    share = 1 / ((ranks.get(piece, 30_000) + 2.7) * 11)
    return 0.5 if piece.startswith("##") else 1e-3 / (1e-3 + share)


def first_rows(common, turn, words_path):
    ranks = {word: rank for rank, word in enumerate(json.load(open(words_path, encoding="utf8"))["words"])}
    alone = torch.tensor(encode_texts([piece.replace("##", "") for piece in PIECES]).astype(np.float32))
    weights = torch.tensor([weight_of(piece, ranks) for piece in PIECES])
    return F.normalize((alone - common) @ turn, dim=1) * weights[:, None]


def batches(indices, lengths, chance):
    order = chance.permutation(indices)
    order = order[np.argsort(lengths[order], kind="stable")]
    found, at = [], 0
    while at < len(order):
        batch = order[at : at + BATCH]
        batch = batch[lengths[batch] == lengths[batch[0]]]
        at += len(batch)
        if len(batch) >= 8:
            found.append(batch)
    chance.shuffle(found)
    return found


def nearness_loss(read, said):
    return ((read @ read.T - said @ said.T) ** 2).mean() * NEARNESS


def teach(reader, ids, own, turned, minutes):
    lengths = np.array([len(tokens) for tokens in ids])
    usable = np.flatnonzero(lengths)
    taught, held = usable[HELD_OUT:], usable[:HELD_OUT]
    rows = torch.optim.SparseAdam([reader.rows.weight], lr=ROW_RATE)
    rest = torch.optim.AdamW([p for n, p in reader.named_parameters() if n != "rows.weight"], lr=RATE, weight_decay=0.01)
    chance, begun, step, share = np.random.RandomState(1), time.time(), 0, 0.0
    while share < 1:
        for batch in batches(taught, lengths, chance):
            share = min(1, (time.time() - begun) / (60 * minutes))
            pace = min(1, step / 200) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-3
            rows.param_groups[0]["lr"], rest.param_groups[0]["lr"] = ROW_RATE * pace, RATE * pace
            reader.is_packed = share > 0.6
            read = reader(torch.tensor([ids[i] for i in batch]))
            loss = (1 - (read * turned[batch]).sum(1)).mean() + nearness_loss(read, own[batch].float())
            rows.zero_grad()
            rest.zero_grad()
            loss.backward()
            rows.step()
            rest.step()
            step += 1
            if share == 1:
                break
        with torch.inference_mode():
            near = [(reader(torch.tensor([ids[i]])) @ turned[i]).item() for i in held]
        print(f"{time.time() - begun:.0f} s: cosine on texts that were held out {np.mean(near):.4f}", flush=True)


def write(reader, folder):
    os.makedirs(folder, exist_ok=True)
    arrays = {"tokens": reader.rows.weight, "positions": reader.positions}
    layers = {"attention": "attention", "attentionOut": "attention_out", "up": "up", "down": "down"}
    for name, own in layers.items():
        layer = getattr(reader, own)
        arrays |= {f"0.{name}": layer.weight, f"0.{name}Bias": layer.bias}
    for name, norm in (("attention", reader.first), ("down", reader.second)):
        arrays |= {f"0.{name}Gamma": norm.weight, f"0.{name}Beta": norm.bias}
    for name, values in arrays.items():
        values.detach().contiguous().numpy().tofile(os.path.join(folder, f"{name}.f32"))
    config = {"kind": "context-reader", "width": WIDTH, "innerWidth": INNER, "layers": 1, "heads": HEADS}
    json.dump(config | {"maxTokens": MAX_TOKENS}, open(os.path.join(folder, "config.json"), "w"))
    open(os.path.join(folder, "pieces.txt"), "w", encoding="utf8").write("\n".join(PIECES))


def main(texts_path, said_path, words_path, folder, minutes="9"):
    torch.manual_seed(1)
    texts = open(texts_path, encoding="utf8").read().split("\n")[:-1]
    said = torch.tensor(np.load(said_path).astype(np.float32))
    common = said.mean(0)
    own = said - common
    _, directions = torch.linalg.eigh(own.T @ own / len(own))
    chance = torch.Generator().manual_seed(7)
    # turned by chance, no number of a row is much larger than the others: four bits hold more of it
    turn = directions[:, -WIDTH:] @ torch.linalg.qr(torch.randn(WIDTH, WIDTH, generator=chance))[0]
    reader = Reader(first_rows(common, turn, words_path))
    ids = [tokens_of(text)[1:-1][:MAX_TOKENS] for text in texts]
    teach(reader, ids, F.normalize(own, dim=1).half(), F.normalize(own @ turn, dim=1), float(minutes))
    write(reader, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
