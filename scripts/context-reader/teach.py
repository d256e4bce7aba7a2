"""Teaches the reader of texts, and writes it for scripts/make-context-reader.ts:

    python teach.py TEXTS WORDS.json FOLDER [WITHOUT.txt]

TEXTS is the folder that gather_texts.py filled, with what teacher.py said of each file. No line of WITHOUT.txt (such as the
sentences of a set that we are measured on) is taught, should one of the texts be the same by chance. Needs numpy and PyTorch;
nothing of the product does.

The reader is the mean of a text's rows of word pieces. It asks, once a head, how much each row says here, adds what it hears,
and then what two products with GELU between them make of it. What a step reads is normalised, what goes on is not (R. Xiong et
al., 2020). A row begins as what the teacher says of the piece alone, the weight of the word on it (S. Arora et al., 2017). Taught is
that a text's vector has the direction of what the teacher says of it, turned to its 128 strongest directions (these keep three
quarters of the spread, and as much of what tells intents apart), and that texts lie as near to one another as for the teacher.
In the last two fifths of the time the rows stand in four bits, as they will.
"""
import glob
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

WIDTH, INNER, HEADS, MAX_TOKENS = 128, 768, 4, 32
EPOCHS, BATCH, RATE, ROW_RATE, NEARNESS = 8, 512, 2e-3, 5e-3, 10
SHARPNESS = 3
FOUR_BITS, PACKED_FROM = 7, 0.6
HELD_OUT = 1_500


class Reader(nn.Module):
    def __init__(self, rows):
        super().__init__()
        self.rows = nn.Embedding.from_pretrained(rows, freeze=False, sparse=True)
        self.ask_norm, self.up_norm = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.ask, self.hear = nn.Linear(WIDTH, HEADS * WIDTH), nn.Linear(HEADS * WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.is_packed = False
        nn.init.normal_(self.ask.weight, 0, 0.02)
        for layer in (self.hear, self.down):
            nn.init.normal_(layer.weight, 0, 0.01)
            nn.init.zeros_(layer.bias)

    def forward(self, ids):
        """`ids`: texts × tokens, all texts of one length. Vectors of length 1."""
        rows = self.rows(ids)
        if self.is_packed:
            step = rows.detach().abs().amax(-1, keepdim=True) / FOUR_BITS + 1e-9
            rows = rows + ((rows.detach() / step).round() * step - rows.detach())
        mean = rows.mean(1)
        asked = self.ask(self.ask_norm(mean)).view(-1, HEADS, WIDTH)
        heard = torch.softmax(SHARPNESS * asked @ rows.transpose(1, 2), -1) @ rows
        whole = mean + self.hear(heard.reshape(-1, HEADS * WIDTH))
        return F.normalize(whole + self.down(F.gelu(self.up(self.up_norm(whole)))), dim=1)


def weight_of(piece, ranks):
    """Zipf and Mandelbrot for the share of a word, which counts half at a thousandth."""
    share = 1 / ((ranks.get(piece, 30_000) + 2.7) * 11)
    return 0.5 if piece.startswith("##") else 1e-3 / (1e-3 + share)


def first_rows(common, turn, words_path):
    ranks = {word: rank for rank, word in enumerate(json.load(open(words_path, encoding="utf8"))["words"])}
    alone = torch.tensor(encode_texts([piece.replace("##", "") for piece in PIECES]).astype(np.float32))
    weights = torch.tensor([weight_of(piece, ranks) for piece in PIECES])
    return F.normalize((alone - common) @ turn, dim=1) * weights[:, None]


def plain(text):
    return text.strip().lower().rstrip("?!. ")


def read_texts(folder, without_path):
    """@returns token numbers of each text, and what the teacher says of it; in an order of chance"""
    texts, said = [], []
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        texts += open(path, encoding="utf8").read().split("\n")[:-1]
        said.append(np.load(path.replace(".txt", ".npy")))
    assert len(texts) == sum(map(len, said)), "The teacher has not said something of each text."
    without = set(map(plain, open(without_path, encoding="utf8"))) if without_path else set()
    order = [i for i in np.random.RandomState(0).permutation(len(texts)) if plain(texts[i]) not in without]
    ids = [tokens_of(texts[i])[1:-1][:MAX_TOKENS] for i in order]
    known = [i for i, tokens in enumerate(ids) if tokens]
    return [ids[i] for i in known], torch.tensor(np.concatenate(said)[order][known].astype(np.float32))


def batches(taught, lengths, chance):
    order = chance.permutation(taught)
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


def teach(reader, ids, own, turned):
    lengths = np.array([len(tokens) for tokens in ids])
    taught, held = np.arange(HELD_OUT, len(ids)), range(HELD_OUT)
    rows = torch.optim.SparseAdam([reader.rows.weight], lr=ROW_RATE)
    rest = torch.optim.AdamW([p for n, p in reader.named_parameters() if n != "rows.weight"], lr=RATE, weight_decay=0.01)
    chance, begun, step = np.random.RandomState(1), time.time(), 0
    for epoch in range(EPOCHS):
        epoch_batches = batches(taught, lengths, chance)
        for batch in epoch_batches:
            share = step / (len(epoch_batches) * EPOCHS)
            pace = min(1, step / 200) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-3
            rows.param_groups[0]["lr"], rest.param_groups[0]["lr"] = ROW_RATE * pace, RATE * pace
            reader.is_packed = share > PACKED_FROM
            read = reader(torch.tensor([ids[i] for i in batch]))
            loss = (1 - (read * turned[batch]).sum(1)).mean() + nearness_loss(read, own[batch].float())
            rows.zero_grad()
            rest.zero_grad()
            loss.backward()
            rows.step()
            rest.step()
            step += 1
        with torch.inference_mode():
            near = [(reader(torch.tensor([ids[i]])) @ turned[i]).item() for i in held]
        print(f"{time.time() - begun:.0f} s: cosine on texts that were held out {np.mean(near):.4f}", flush=True)


def write(reader, folder):
    os.makedirs(folder, exist_ok=True)
    arrays = {"tokens": reader.rows.weight}
    arrays |= {"ask": SHARPNESS * reader.ask.weight, "askBias": SHARPNESS * reader.ask.bias}
    for name, layer in (("hear", reader.hear), ("up", reader.up), ("down", reader.down)):
        arrays |= {name: layer.weight, f"{name}Bias": layer.bias}
    for name, norm in (("ask", reader.ask_norm), ("up", reader.up_norm)):
        arrays |= {f"{name}Gamma": norm.weight, f"{name}Beta": norm.bias}
    for name, values in arrays.items():
        values.detach().contiguous().numpy().tofile(os.path.join(folder, f"{name}.f32"))
    config = {"kind": "context-reader", "width": WIDTH, "innerWidth": INNER, "heads": HEADS, "maxTokens": MAX_TOKENS}
    json.dump(config, open(os.path.join(folder, "config.json"), "w"))
    open(os.path.join(folder, "pieces.txt"), "w", encoding="utf8").write("\n".join(PIECES))


def main(texts_folder, words_path, folder, without_path=None):
    torch.manual_seed(1)
    ids, said = read_texts(texts_folder, without_path)
    print(len(ids), "texts", flush=True)
    common = said.mean(0)
    own = said - common
    _, directions = torch.linalg.eigh(own.T @ own / len(own))
    chance = torch.Generator().manual_seed(7)
    # turned by chance, no number of a row is much larger than the others: four bits hold more of it
    turn = directions[:, -WIDTH:] @ torch.linalg.qr(torch.randn(WIDTH, WIDTH, generator=chance))[0]
    reader = Reader(first_rows(common, turn, words_path))
    teach(reader, ids, F.normalize(own, dim=1).half(), F.normalize(own @ turn, dim=1))
    write(reader, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
