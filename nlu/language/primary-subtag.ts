/** The language of a BCP 47 tag, without region or script: `en` of `en-GB`, lower case. */
export function primarySubtag(tag: string): string {
	return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}
