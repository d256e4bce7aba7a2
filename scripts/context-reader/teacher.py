"""What our sentence encoder says of many texts, quicker than one by one: its file, read into PyTorch.

    python teacher.py FOLDER/*.txt       # NAME.txt, one text a line -> NAME.npy: float16, texts × 384, each of length 1

What is there already is not said again. The products are in bfloat16 where BF16=1 says so: twice as quick, off by less
than a hundredth.
"""
import json
import os
import struct
import sys
import unicodedata

import numpy as np
import torch
import torch.nn.functional as F

ENCODER = os.path.join(os.path.dirname(__file__), "../../nlu/encoder/english.careencoder")
TYPES = {"int8": np.int8, "uint8": np.uint8, "float32": np.float32}
WIDTH, HEADS, LAYERS, MAX_TOKENS = 384, 12, 6, 40
TOKENS_AT_ONCE = 1_500
PRODUCT_TYPE = torch.bfloat16 if os.environ.get("BF16") else torch.float32


def read_file(path):
    """The arrays of the container of nlu/model-file.ts."""
    data = open(path, "rb").read()
    size = struct.unpack_from("<I", data, 12)[0]
    entries = json.loads(data[24 : 24 + size])["arrays"]
    return {e["name"]: np.frombuffer(data, TYPES[e["type"]], e["length"], e["offset"]) for e in entries}


ARRAYS = read_file(ENCODER)
PIECES = bytes(ARRAYS["vocabulary"]).decode().split("\n")
IDS = {piece: i for i, piece in enumerate(PIECES)}


def pieces_of(word):
    """As nlu/encoder/word-pieces.ts."""
    found, start = [], 0
    while start < len(word) <= 100:
        ends = range(len(word), start, -1)
        known = (IDS.get(("##" if start else "") + word[start:end]) for end in ends)
        piece, end = next(((p, e) for p, e in zip(known, ends) if p is not None), (None, start))
        if piece is None:
            return [IDS["[UNK]"]]
        found.append(piece)
        start = end
    return found or [IDS["[UNK]"]]


def tokens_of(text):
    plain = unicodedata.normalize("NFD", text[:1000].lower())
    spaced = ""
    for letter in plain:
        category = unicodedata.category(letter)
        if category[0] in "PS":
            spaced += f" {letter} "
        elif category != "Mn" and (category[0] != "C" or letter in "\t\n\r"):
            spaced += letter
    ids = [IDS["[CLS]"]]
    for word in spaced.split():
        ids += pieces_of(word)
    return ids[: MAX_TOKENS - 1] + [IDS["[SEP]"]]


def vector(name):
    return torch.tensor(ARRAYS[name].copy())


def matrix(name, scales):
    values = ARRAYS[scales]
    return torch.tensor(ARRAYS[name].reshape(len(values), -1).astype(np.float32) * values[:, None])


def product(layer, name):
    weights = matrix(f"{layer}/{name}", f"{layer}/{name}Scales")
    return weights.to(PRODUCT_TYPE), vector(f"{layer}/{name}Bias").to(PRODUCT_TYPE)


class Teacher:
    def __init__(self):
        self.tokens = matrix("tokens", "tokenScales")
        self.positions = vector("positions").reshape(MAX_TOKENS, WIDTH)
        names = ("attention", "attentionOut", "up", "down")
        self.products = [{name: product(layer, name) for name in names} for layer in range(LAYERS)]

    def normalise(self, x, prefix, gamma, beta):
        return F.layer_norm(x, (WIDTH,), vector(prefix + gamma), vector(prefix + beta), 1e-12)

    @torch.inference_mode()
    def encode(self, ids):
        """`ids`: texts × tokens, all texts of one length."""
        texts, count = ids.shape
        x = self.normalise(self.tokens[ids] + self.positions[:count], "", "gamma", "beta")
        for layer, of in enumerate(self.products):
            qkv = F.linear(x.to(PRODUCT_TYPE), *of["attention"]).view(texts, count, 3, HEADS, WIDTH // HEADS)
            mixed = F.scaled_dot_product_attention(*qkv.permute(2, 0, 3, 1, 4)).transpose(1, 2)
            said = F.linear(mixed.reshape(texts, count, WIDTH), *of["attentionOut"]).float()
            x = self.normalise(x + said, f"{layer}/", "attentionGamma", "attentionBeta")
            wide = F.gelu(F.linear(x.to(PRODUCT_TYPE), *of["up"]))
            x = self.normalise(x + F.linear(wide, *of["down"]).float(), f"{layer}/", "downGamma", "downBeta")
        return F.normalize(x.mean(1), dim=1)


def encode_texts(texts):
    ids = [tokens_of(text) for text in texts]
    said = np.zeros((len(texts), WIDTH), np.float16)
    order = sorted(range(len(texts)), key=lambda i: len(ids[i]))
    teacher, at = Teacher(), 0
    while at < len(order):
        length = len(ids[order[at]])
        batch = [i for i in order[at : at + max(16, TOKENS_AT_ONCE // length)] if len(ids[i]) == length]
        said[batch] = teacher.encode(torch.tensor([ids[i] for i in batch])).numpy()
        at += len(batch)
    return said


if __name__ == "__main__":
    for path in sys.argv[1:]:
        out = path.replace(".txt", ".npy")
        if not os.path.exists(out):
            said = encode_texts(open(path, encoding="utf8").read().split("\n")[:-1])
            np.save(out + ".part.npy", said)
            os.replace(out + ".part.npy", out)
            print(out, len(said), flush=True)
