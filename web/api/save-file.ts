/** Hands a file to the browser's downloads. */
export function saveFile(name: string, content: Blob): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(content);
	link.download = name;
	link.click();
	URL.revokeObjectURL(link.href);
}

/** Hands a text over as a file. */
export function saveText(name: string, text: string): void {
	saveFile(name, new Blob([text], { type: "text/plain;charset=utf-8" }));
}
