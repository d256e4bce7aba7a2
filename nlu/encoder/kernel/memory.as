/** Where things lie in the linear memory: a bump allocator, and the addresses of the weights in the order of `SLOTS` of encoder-weights.ts. */

/** The highest number of arrays that a network can have. */
const MAX_ARRAYS = 512;
const ALIGNMENT: usize = 16;

const addresses = memory.data(MAX_ARRAYS << 2, 16);
let top: usize = 0;

/** Takes `bytes` for good. @returns the address, a multiple of 16 */
export function reserve(bytes: usize): usize {
	if (top === 0) top = (__heap_base + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	const at = top;
	top = (top + bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	const missing = <i32>((top + 0xffff) >>> 16) - memory.size();
	if (missing > 0 && memory.grow(missing) < 0) unreachable();
	return at;
}

/** Takes room for array number `index`. @returns where its bytes are to be written */
export function reserveArray(index: i32, bytes: usize): usize {
	const at = reserve(bytes);
	store<usize>(addresses + ((<usize>index) << 2), at);
	return at;
}

/** Where array number `index` lies. */
export function addressOf(index: i32): usize {
	return load<usize>(addresses + ((<usize>index) << 2));
}
