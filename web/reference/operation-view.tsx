import { type SyntheticEvent, useState } from "react";
import type { Schema } from "../../contracts/schema-sample.ts";
import { classNames } from "../ui/class-names.ts";
import type { Operation, Parameter } from "./openapi.ts";
import { schemaText } from "./schema-text.ts";
import { Code } from "./code.tsx";
import { TryIt } from "./try-it.tsx";

interface OperationViewProps {
	operation: Operation;
	schemas: Readonly<Record<string, Schema>>;
	token: string;
}

/** One route: a line that opens. What is closed is not drawn, for there are many. */
export function OperationView({ operation, schemas, token }: OperationViewProps) {
	const [isOpen, setIsOpen] = useState(false);
	const onToggle = (event: SyntheticEvent<HTMLDetailsElement>): void => setIsOpen(event.currentTarget.open);
	return (
		<details
			id={operation.id}
			onToggle={onToggle}
			className="scroll-mt-4 [&:first-child>summary]:rounded-t-bubble [&:last-child:not([open])>summary]:rounded-b-bubble"
		>
			<summary className="flex min-h-11 flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-hover">
				<Method method={operation.method} />
				<code className="text-sm font-medium wrap-anywhere">{operation.path}</code>
				<span className="text-sm text-muted">{operation.summary}</span>
			</summary>
			{isOpen && (
				<div className="space-y-5 border-t border-line px-4 py-4">
					{operation.description.split("\n\n").map((paragraph) => (
						<p key={paragraph} className="text-sm">
							<Words>{paragraph}</Words>
						</p>
					))}
					<Parameters parameters={operation.parameters} schemas={schemas} />
					{operation.body !== null && (
						<Part title={`Body, ${operation.body.type}`}>
							<Code label="The body's schema">{schemaText(operation.body.schema, schemas)}</Code>
						</Part>
					)}
					<Part title="Answers">
						<ul className="space-y-2">
							{operation.responses.map(({ status, description, schema }) => (
								<li key={status} className="text-sm">
									<strong className="tabular font-semibold">{status}</strong> <Words>{description}</Words>
									{schema !== null && Number(status) < 400 && (
										<Code label={`The schema of ${status}`}>{schemaText(schema, schemas)}</Code>
									)}
								</li>
							))}
						</ul>
					</Part>
					<TryIt operation={operation} schemas={schemas} token={token} />
				</div>
			)}
		</details>
	);
}

/** A text of the document: what stands between backticks is code. */
function Words({ children }: { children: string }) {
	return children.split("`").map((part, index) =>
		// the parts never change their places
		// oxlint-disable-next-line react/no-array-index-key
		index % 2 === 1 ? <code key={index}>{part}</code> : part,
	);
}

function Method({ method }: { method: string }) {
	const isSafe = method === "GET";
	return (
		<span
			className={classNames(
				"w-16 shrink-0 rounded-sm px-1.5 py-0.5 text-center text-xs font-semibold",
				isSafe ? "bg-accent-soft text-accent-ink" : "bg-panel text-ink",
			)}
		>
			{method}
		</span>
	);
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
	return (
		<section>
			<h3 className="mb-1.5 text-sm font-semibold">{title}</h3>
			{children}
		</section>
	);
}

function Parameters({
	parameters,
	schemas,
}: {
	parameters: readonly Parameter[];
	schemas: Readonly<Record<string, Schema>>;
}) {
	if (parameters.length === 0) return null;
	return (
		<Part title="Parameters">
			<dl className="space-y-1.5 text-sm">
				{parameters.map(({ name, in: place, required, description, schema }) => (
					<div key={`${place}.${name}`}>
						<dt className="inline">
							<code className="font-medium">{name}</code>
						</dt>
						<dd className="inline text-muted">
							{" "}
							in the {place}
							{required ? ", needed" : ""}: <code>{schemaText(schema, schemas)}</code>
							{description === undefined ? "" : `. ${description}`}
						</dd>
					</div>
				))}
			</dl>
		</Part>
	);
}
