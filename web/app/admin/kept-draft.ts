import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDesk } from "../world.ts";

interface KeptDraft<Draft> {
	readonly draft: Draft;
	/** It is not what was saved. */
	readonly isChanged: boolean;
	readonly write: (draft: Draft) => void;
	/** It is saved as it stands here. */
	readonly keep: (saved: Draft) => void;
}

/**
 * What stands in a long form: a look at another page loses nothing of it. It is one's own, and gone with the window, which
 * is not closed without a question.
 *
 * @param name - of the form, and of what it is about
 * @param saved - as the server has it when the page opens
 */
export function useKeptDraft<Draft>(name: string, saved: Draft): KeptDraft<Draft> {
	const { me } = useDesk();
	const queries = useQueryClient();
	const queryKey = ["draft", me.id, name];
	const [known, setKnown] = useState(saved);
	const [draft, setDraft] = useState(() => queries.getQueryData<Draft>(queryKey) ?? saved);
	const isKnown = (other: Draft): boolean => JSON.stringify(other) === JSON.stringify(known);
	return {
		draft,
		isChanged: !isKnown(draft),
		write: (next) => {
			setDraft(next);
			if (isKnown(next)) queries.removeQueries({ queryKey });
			else queries.setQueryData(queryKey, next);
		},
		keep: (value) => {
			setKnown(value);
			queries.removeQueries({ queryKey });
		},
	};
}
