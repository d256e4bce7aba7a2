/** SHA-256 (FIPS 180-4): names a model by its content. Pure and synchronous, for this room has no WebCrypto. */

const ROUNDS = roundConstants();

/** @returns the digest as 64 hexadecimal digits */
export function sha256Hex(bytes: Uint8Array): string {
	const state = Uint32Array.of(
		0x6a09e667,
		0xbb67ae85,
		0x3c6ef372,
		0xa54ff53a,
		0x510e527f,
		0x9b05688c,
		0x1f83d9ab,
		0x5be0cd19,
	);
	const schedule = new Uint32Array(64);
	const whole = bytes.length - (bytes.length % 64);
	for (let at = 0; at < whole; at += 64) compress(state, schedule, bytes, at);
	const tail = padding(bytes, whole);
	for (let at = 0; at < tail.length; at += 64) compress(state, schedule, tail, at);
	return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

function padding(bytes: Uint8Array, whole: number): Uint8Array {
	const rest = bytes.length - whole;
	const tail = new Uint8Array(rest < 56 ? 64 : 128);
	tail.set(bytes.subarray(whole));
	tail[rest] = 0x80;
	const view = new DataView(tail.buffer);
	view.setUint32(tail.length - 8, Math.floor(bytes.length / 0x20000000));
	view.setUint32(tail.length - 4, (bytes.length * 8) >>> 0);
	return tail;
}

function compress(state: Uint32Array, schedule: Uint32Array, bytes: Uint8Array, at: number): void {
	const w = (index: number): number => schedule[index] ?? 0;
	for (let i = 0; i < 16; i++) {
		const base = at + i * 4;
		schedule[i] =
			((bytes[base] ?? 0) << 24) |
			((bytes[base + 1] ?? 0) << 16) |
			((bytes[base + 2] ?? 0) << 8) |
			(bytes[base + 3] ?? 0);
	}
	for (let i = 16; i < 64; i++) {
		const x = w(i - 15);
		const y = w(i - 2);
		const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
		const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
		schedule[i] = (w(i - 16) + s0 + w(i - 7) + s1) | 0;
	}
	let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
	for (let i = 0; i < 64; i++) {
		const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[i] ?? 0) + w(i)) | 0;
		const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		h = g;
		g = f;
		f = e;
		e = (d + t1) | 0;
		d = c;
		c = b;
		b = a;
		a = (t1 + t2) | 0;
	}
	[a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] ?? 0) + word));
}

function rotate(word: number, bits: number): number {
	return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
function roundConstants(): Uint32Array {
	const constants = new Uint32Array(64);
	let found = 0;
	for (let candidate = 2; found < 64; candidate++) {
		let prime = true;
		for (let d = 2; d * d <= candidate; d++) if (candidate % d === 0) prime = false;
		if (!prime) continue;
		const root = Math.cbrt(candidate);
		constants[found++] = Math.floor((root - Math.floor(root)) * 2 ** 32);
	}
	return constants;
}
