import { type FormEvent, useState } from "react";
import { flushSync } from "react-dom";
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
 * Sends the fields of a form and keeps what is wrong with them. The first field that is wrong takes the focus, so that one can go on.
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
		if (result.ok) {
			setProblem(null);
			await done(result.value, fields);
			setIsSending(false);
			return;
		}
		// what is wrong must stand at its fields before the first of them is looked for
		flushSync(() => {
			setProblem(result.fault);
			setIsSending(false);
		});
		form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
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
