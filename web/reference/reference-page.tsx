import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { filterGroups, type Reference } from "./openapi.ts";
import { OperationView } from "./operation-view.tsx";
import type { SessionToken } from "./session-token.ts";

/** All routes, by group; above them what finds one, and what they are called with. */
export function ReferencePage({ reference, session }: { reference: Reference; session: SessionToken }) {
	const [search, setSearch] = useState("");
	const [token, setToken] = useState("");
	const groups = filterGroups(reference.groups, search);
	const found = groups.reduce((sum, { operations }) => sum + operations.length, 0);
	return (
		<div className="mx-auto w-full max-w-260 px-4 pb-20">
			<header className="flex min-h-15 items-center">
				<a
					href="/"
					className="-ms-2 inline-flex min-h-9 items-center gap-1.5 rounded-md px-2 text-sm font-medium hover:bg-hover pointer-coarse:min-h-11"
				>
					<ArrowLeft aria-hidden="true" size={16} />
					Back to the chat
				</a>
			</header>
			<main>
				<h1 className="mt-4 text-2xl font-semibold">{reference.title} API</h1>
				<p className="mt-1 text-muted">
					Release {reference.version}. The document itself:{" "}
					<a href="/api/openapi.json" className="text-accent-ink underline underline-offset-2">
						/api/openapi.json
					</a>
				</p>
				<TokenField token={token} onChange={setToken} session={session} />
				<TextField
					className="mt-6"
					label="Find a route"
					type="search"
					placeholder="sign-in, orders, post message"
					value={search}
					onChange={(event) => setSearch(event.target.value)}
				/>
				<output className="mt-1 block text-sm text-muted">
					{found === 0 ? "No route has all of these words." : `${found} ${found === 1 ? "route" : "routes"}`}
				</output>
				<GroupLinks groups={groups} />
				{groups.map(({ name, description, operations }) => (
					<section key={name} id={`group-${name}`} className="mt-10 scroll-mt-4">
						<h2 className="text-lg font-semibold">{name}</h2>
						<p className="text-sm text-muted">{description}</p>
						<div className="mt-3 divide-y divide-line rounded-bubble border border-line bg-raised">
							{operations.map((operation) => (
								<OperationView
									key={operation.id}
									operation={operation}
									schemas={reference.schemas}
									token={token}
								/>
							))}
						</div>
					</section>
				))}
			</main>
		</div>
	);
}

function GroupLinks({ groups }: { groups: Reference["groups"] }) {
	return (
		<nav aria-label="Groups" className="mt-4">
			<ul className="flex flex-wrap gap-1">
				{groups.map(({ name }) => (
					<li key={name}>
						<a
							href={`#group-${name}`}
							className="inline-flex min-h-9 items-center rounded-md border border-line bg-raised px-2.5 text-sm hover:bg-hover pointer-coarse:min-h-11"
						>
							{name}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}

interface TokenFieldProps {
	token: string;
	onChange: (token: string) => void;
	session: SessionToken;
}

/** What calls are made with. It stays in this page's memory: a reload forgets it. */
function TokenField({ token, onChange, session }: TokenFieldProps) {
	const [said, setSaid] = useState<string | null>(null);
	const takeSession = async (): Promise<void> => {
		const found = await session.get();
		if (found !== null) onChange(found);
		setSaid(
			found === null ? "Nobody is signed in to this browser: sign in at /account." : "Calls are made as you.",
		);
	};
	return (
		<div className="mt-6 rounded-bubble border border-line bg-panel p-4">
			<TextField
				label="Token for the calls below"
				hint="An API key, or an access or visitor's token. It is kept in this page's memory alone."
				type="password"
				autoComplete="off"
				spellCheck={false}
				value={token}
				onChange={(event) => onChange(event.target.value)}
			/>
			<div className="mt-3 flex flex-wrap items-center gap-3">
				<Button onClick={() => void takeSession()}>Use my session</Button>
				<output className="text-sm text-muted">{said}</output>
			</div>
		</div>
	);
}
