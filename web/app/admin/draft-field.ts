/** A draft of a form, what is wrong with it by field, and how it changes. */
export interface DraftProps<Draft> {
	draft: Draft;
	errors: Readonly<Record<string, string>>;
	onChange: (part: Partial<Draft>) => void;
}

interface TextDraft<Name extends string> {
	draft: Readonly<Record<Name, string>>;
	errors: Readonly<Record<string, string>>;
	onChange: (part: Record<Name, string>) => void;
}

/** What joins a field to a text of the draft. @param path - what the API calls it when it refuses it */
export function draftField<Name extends string>(
	{ draft, errors, onChange }: TextDraft<NoInfer<Name>>,
	name: Name,
	path: string = name,
) {
	return {
		name,
		value: draft[name],
		error: errors[name] ?? errors[path],
		onChange: ({ target }: { target: { value: string } }): void => {
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the one key is `name`
			onChange({ [name]: target.value } as Record<Name, string>);
		},
	};
}
