import { useEffect, useState } from "react";
import type { Me, SessionInfo } from "../../contracts/accounts.ts";
import type { ConversationSummary } from "../../contracts/api.ts";
import { browserName } from "../ui/browser-name.ts";
import { Button, buttonLook } from "../ui/button.tsx";
import type { Fault } from "../api/call-api.ts";
import { DataSection } from "./data-section.tsx";
import { DeleteSection } from "./delete-section.tsx";
import { Done, Form, Problem, useWorld } from "./frame.tsx";
import { Section } from "./section.tsx";
import { TwoStepSection } from "./two-step.tsx";
import { NameField, NewPasswordField, PasswordField } from "./fields.tsx";
import { useForm } from "../api/use-form.ts";

/** One's own account: who, what was said, how one signs in, where one is signed in, and the way out. */
export function AccountView({ me }: { me: Me }) {
	const { session } = useWorld();
	const [fault, setFault] = useState<Fault | null>(null);
	return (
		<div className="mx-auto max-w-150">
			<div className="flex flex-wrap items-start justify-between gap-3">
				<div className="min-w-0">
					<h1 className="text-2xl font-semibold break-words">{me.name}</h1>
					<p className="text-sm break-words text-muted">{me.email}</p>
				</div>
				<div className="flex flex-wrap gap-2">
					{me.permissions.length > 0 && (
						<a href="/app" className={buttonLook({ look: "solid" })}>
							Open the desk
						</a>
					)}
					<Button onClick={() => void session.signOut().then(setFault)}>Sign out</Button>
				</div>
			</div>
			<Problem fault={fault} />
			<Conversations />
			<NameSection me={me} />
			{me.hasPassword && <PasswordSection />}
			<TwoStepSection me={me} />
			<Sessions />
			<DataSection />
			{me.hasPassword && <DeleteSection />}
		</div>
	);
}

function Conversations() {
	const { api, session } = useWorld();
	const [list, setList] = useState<readonly ConversationSummary[] | null>(null);
	const [problem, setProblem] = useState<Fault | null>(null);
	useEffect(() => {
		const read = async (): Promise<void> => {
			const visitor = await session.withToken(api.visitor);
			const answer = visitor.ok ? await api.conversations(visitor.value.token) : visitor;
			if (answer.ok) setList(answer.value.conversations);
			else setProblem(answer.fault);
		};
		void read();
	}, [api, session]);
	const open = async (id: string): Promise<void> => {
		if (await session.openConversation(id)) location.assign("/");
	};
	return (
		<Section title="Your conversations">
			<Problem fault={problem} />
			{list?.length === 0 && (
				<p className="text-sm text-muted">
					None yet.{" "}
					<a href="/" className="font-medium text-accent-ink underline underline-offset-2">
						Begin one
					</a>
				</p>
			)}
			<ul className="-mx-2">
				{list?.map(({ id, preview, lastActivityAt }) => (
					<li key={id}>
						<button
							type="button"
							onClick={() => void open(id)}
							className="flex min-h-11 w-full items-baseline justify-between gap-4 rounded-md px-2 py-2 text-start text-sm hover:bg-hover"
						>
							<span className="min-w-0 truncate">{preview ?? "A conversation"}</span>
							<Moment at={lastActivityAt} />
						</button>
					</li>
				))}
			</ul>
		</Section>
	);
}

export function Moment({ at }: { at: string }) {
	const text = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(
		new Date(at),
	);
	return (
		<time dateTime={at} className="shrink-0 text-xs text-muted">
			{text}
		</time>
	);
}

function NameSection({ me }: { me: Me }) {
	const { api, session } = useWorld();
	const [isSaved, setIsSaved] = useState(false);
	const form = useForm(
		({ name }) => session.withToken((token) => api.rename({ name }, token)),
		(changed) => {
			session.update(changed);
			setIsSaved(true);
		},
	);
	return (
		<Section title="Name">
			<Form
				form={form}
				submit="Save"
				isMain={false}
				note={isSaved && !form.isSending && form.problem === null && <Done>Saved.</Done>}
			>
				<NameField errors={form.errors} defaultValue={me.name} />
			</Form>
		</Section>
	);
}

function PasswordSection() {
	const { api, session } = useWorld();
	const [isChanged, setIsChanged] = useState(false);
	const form = useForm(
		({ current, next }) => session.withToken((token) => api.changePassword({ current, next }, token)),
		async (answer) => {
			setIsChanged(true);
			await session.begin(answer);
		},
	);
	return (
		<Section title="Password" lead="Changing it signs out all other devices.">
			{isChanged ? (
				<Done>Your password is changed.</Done>
			) : (
				<Form form={form} submit="Change the password" isMain={false}>
					<PasswordField errors={form.errors} label="Password now" name="current" />
					<NewPasswordField errors={form.errors} label="New password" name="next" />
				</Form>
			)}
		</Section>
	);
}

function Sessions() {
	const { api, session } = useWorld();
	const [list, setList] = useState<readonly SessionInfo[]>([]);
	const [fault, setFault] = useState<Fault | null>(null);
	const [looks, setLooks] = useState(0);
	useEffect(() => {
		const read = async (): Promise<void> => {
			const answer = await session.withToken(api.sessions);
			if (answer.ok) setList(answer.value.sessions);
			setFault(answer.ok ? null : answer.fault);
		};
		void read();
		// oxlint-disable-next-line react/exhaustive-effect-dependencies -- a look more is the reason to read again
	}, [api, session, looks]);
	const end = async (id: string): Promise<void> => {
		await session.withToken((token) => api.endSession(id, token));
		setLooks((count) => count + 1);
	};
	const endAll = async (): Promise<void> => {
		const answer = await session.withToken(api.signOutEverywhere);
		if (answer.ok) session.end();
		else setFault(answer.fault);
	};
	return (
		<Section title="Where you are signed in">
			<ul className="divide-y divide-line">
				{list.map(({ id, isCurrent, userAgent, address, lastUsedAt }) => (
					<li key={id} className="flex items-center justify-between gap-4 py-3 first:pt-0">
						<div className="min-w-0 text-sm">
							<p className="truncate font-medium">
								{browserName(userAgent)}
								{isCurrent && <span className="font-normal text-good-ink"> · this one</span>}
							</p>
							<p className="text-xs text-muted">
								{address === "everybody" ? "" : `${address} · `}
								<Moment at={lastUsedAt} />
							</p>
						</div>
						{!isCurrent && (
							<Button
								size="small"
								onClick={() => void end(id)}
								aria-label={`Sign out ${browserName(userAgent)}`}
							>
								Sign out
							</Button>
						)}
					</li>
				))}
			</ul>
			<Problem fault={fault} />
			<Button className="mt-3 max-sm:w-full" onClick={() => void endAll()}>
				Sign out everywhere
			</Button>
		</Section>
	);
}
