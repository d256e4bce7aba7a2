/** Whose chat this is. The shipped assistant's shop; another project names its own here. */
export const site = {
	companyName: "Havenfold",
	/** Always shown with the mark of a bot beside it. */
	botName: "Havenfold",
};
