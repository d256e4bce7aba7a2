/** Arrays of one layer in the order in which the kernel knows them: 8-bit weights, a scale and a bias an output. */
const OF_LAYER = [
	...["attention", "attentionOut"].flatMap(product),
	"attentionGamma",
	"attentionBeta",
	...["up", "down"].flatMap(product),
	"downGamma",
	"downBeta",
];
const BEFORE_LAYERS = ["tokens", "tokenScales", "positions", "gamma", "beta"];

/** Names of a network's arrays in its file; the place of each is its number in the kernel. */
export function encoderArrays(layers: number): string[] {
	const names = [...BEFORE_LAYERS];
	for (let layer = 0; layer < layers; layer++) names.push(...OF_LAYER.map((name) => `${layer}/${name}`));
	return names;
}

function product(name: string): string[] {
	return [name, `${name}Scales`, `${name}Bias`];
}
