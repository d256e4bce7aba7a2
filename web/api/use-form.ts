import { type FormEvent, useState } from "react";
import type { Fault, Result } from "./call-api.ts";

export interface FormState {
	readonly isSending: boolean;
	/** By the field's name. */
	readonly errors: Readonly<Record<string, string>>;
	/** What is wrong and stands at no field. */
	readonly problem: Fault | null;
	readonly submit: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * Sends the fields of a form and keeps what is wrong with them.
 *
 * @param send - gets the fields by their names
 * @param done - called with what the server answered
 */
export function useForm<Value>(
	send: (fields: Record<string, string>) => Promise<Result<Value>>,
	done: (value: Value, fields: Record<string, string>) => void | Promise<void>,
): FormState {
	const [isSending, setIsSending] = useState(false);
	const [problem, setProblem] = useState<Fault | null>(null);
	const run = async (form: HTMLFormElement, fields: Record<string, string>): Promise<void> => {
		setIsSending(true);
		const result = await send(fields);
		setProblem(result.ok ? null : result.fault);
		if (result.ok) await done(result.value, fields);
		setIsSending(false);
		if (!result.ok) focusFault(form, result.fault);
	};
	const submit = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		if (isSending) return;
		const form = event.currentTarget;
		const fields = Object.fromEntries(
			[...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : ""]),
		);
		void run(form, fields);
	};
	return { isSending, problem, errors: problem?.fields ?? {}, submit };
}

/** The first field that is wrong, so that one can go on typing. */
function focusFault(form: HTMLFormElement, { fields }: Fault): void {
	const wrong = [...form.elements].find(
		(element) => element instanceof HTMLInputElement && element.name in fields,
	);
	if (wrong instanceof HTMLInputElement) wrong.focus();
}
