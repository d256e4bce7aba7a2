import { type FormEvent, useId, useState } from "react";
import { sampleOf, type Schema } from "../../contracts/schema-sample.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Code } from "./code.tsx";
import type { Operation } from "./openapi.ts";
import { curlText, prepareRequest, readableBody } from "./try-request.ts";

/** Headers of an answer that say something here. */
const TOLD = [
	"content-type",
	"etag",
	"location",
	"ratelimit",
	"retry-after",
	"x-request-id",
	"idempotency-replayed",
];
/** More is no answer to look at. */
const MAX_SHOWN_CHARS = 100_000;

interface Outcome {
	readonly title: string;
	readonly headers: string;
	readonly body: string;
}

interface TryItProps {
	operation: Operation;
	schemas: Readonly<Record<string, Schema>>;
	token: string;
}

/** Calls the route for real, from this page. */
export function TryIt({ operation, schemas, token }: TryItProps) {
	const [values, setValues] = useState<Readonly<Record<string, string>>>({});
	const [body, setBody] = useState(() => sampleBody(operation, schemas));
	const [missing, setMissing] = useState<string | null>(null);
	const [outcome, setOutcome] = useState<Outcome | "waiting" | null>(null);
	const bodyId = useId();
	const prepared = prepareRequest(operation, { values, body, token });

	const send = async (event: FormEvent): Promise<void> => {
		event.preventDefault();
		setMissing(prepared.ok ? null : prepared.missing);
		if (!prepared.ok || outcome === "waiting") return;
		setOutcome("waiting");
		setOutcome(await call(prepared.request));
	};
	return (
		<form onSubmit={(event) => void send(event)} className="space-y-3 rounded-md border border-line p-4">
			<h3 className="text-sm font-semibold">Try it</h3>
			{operation.parameters.map(({ name, in: place, required }) => (
				<TextField
					key={`${place}.${name}`}
					label={`${name}${required ? "" : " (may be left out)"}`}
					error={missing === name ? `${name} is needed` : undefined}
					autoComplete="off"
					spellCheck={false}
					value={values[`${place}.${name}`] ?? ""}
					onChange={(event) => setValues({ ...values, [`${place}.${name}`]: event.target.value })}
				/>
			))}
			{operation.body !== null && (
				<div>
					<label htmlFor={bodyId} className="mb-1 block text-sm font-medium">
						Body
					</label>
					<textarea
						id={bodyId}
						rows={Math.min(12, body.split("\n").length + 1)}
						spellCheck={false}
						value={body}
						onChange={(event) => setBody(event.target.value)}
						className="block w-full rounded-md border border-edge bg-raised p-3 font-mono text-xs text-ink"
					/>
				</div>
			)}
			<Button type="submit" look="solid" aria-disabled={outcome === "waiting"}>
				{outcome === "waiting" ? "One moment…" : `Send ${operation.method}`}
			</Button>
			{prepared.ok && (
				<Code label="The same as a command">{curlText(prepared.request, location.origin)}</Code>
			)}
			<output className="block">
				{outcome !== null && outcome !== "waiting" && <Shown outcome={outcome} />}
			</output>
		</form>
	);
}

function Shown({ outcome }: { outcome: Outcome }) {
	return (
		<>
			<p className="text-sm font-semibold">{outcome.title}</p>
			{outcome.headers !== "" && <Code label="Headers of the answer">{outcome.headers}</Code>}
			{outcome.body !== "" && <Code label="Body of the answer">{outcome.body}</Code>}
		</>
	);
}

async function call(request: {
	readonly path: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | null;
}): Promise<Outcome> {
	try {
		const { path, method, headers, body } = request;
		const init = { method, headers: { ...headers, "X-Care-Client": "api-docs" } };
		const response = await fetch(path, body === null ? init : { ...init, body });
		const told = TOLD.flatMap((name) => {
			const value = response.headers.get(name);
			return value === null ? [] : [`${name}: ${value}`];
		});
		const text = (await response.text()).slice(0, MAX_SHOWN_CHARS);
		return {
			title: `${response.status} ${response.statusText}`.trim(),
			headers: told.join("\n"),
			body: readableBody(text),
		};
	} catch (error) {
		const why = error instanceof Error ? error.message : "it is away";
		return { title: `No answer: ${why}`, headers: "", body: "" };
	}
}

function sampleBody(operation: Operation, schemas: Readonly<Record<string, Schema>>): string {
	return operation.body === null || operation.body.type !== "application/json"
		? ""
		: JSON.stringify(sampleOf(operation.body.schema, schemas, "required"), null, 2);
}
