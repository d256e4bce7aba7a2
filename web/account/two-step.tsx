import { encode } from "uqr";
import { useState } from "react";
import type { Me } from "../../contracts/accounts.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Done, Form, useWorld } from "./frame.tsx";
import { Section } from "./section.tsx";
import { PasswordField } from "./fields.tsx";
import { useForm } from "../api/use-form.ts";

interface Proposal {
	readonly secret: string;
	readonly uri: string;
}

/** Two-step sign-in: off, being turned on, or on. */
export function TwoStepSection({ me }: { me: Me }) {
	const [proposal, setProposal] = useState<Proposal | null>(null);
	const [codes, setCodes] = useState<readonly string[] | null>(null);
	const confirmed = (recoveryCodes: readonly string[]): void => {
		setProposal(null);
		setCodes(recoveryCodes);
	};
	return (
		<Section
			title="Two-step sign-in"
			lead="With it, signing in takes a code of an authenticator app beside the password."
		>
			{codes !== null && <Codes codes={codes} />}
			{codes === null && proposal !== null && <Confirm proposal={proposal} onDone={confirmed} />}
			{codes === null && proposal === null && !me.hasSecondFactor && me.hasPassword && (
				<TurnOn onProposed={setProposal} />
			)}
			{codes === null && !me.hasSecondFactor && !me.hasPassword && (
				<p className="text-sm text-muted">Your identity provider looks after this.</p>
			)}
			{codes === null && me.hasSecondFactor && <IsOn me={me} onRenewed={confirmed} />}
		</Section>
	);
}

function TurnOn({ onProposed }: { onProposed: (proposal: Proposal) => void }) {
	const { api, session } = useWorld();
	const form = useForm(
		({ password }) => session.withToken((token) => api.proposeTotp({ password }, token)),
		onProposed,
	);
	return (
		<Form form={form} submit="Turn it on" isMain={false}>
			<PasswordField errors={form.errors} label="Your password" />
		</Form>
	);
}

function Confirm({ proposal, onDone }: { proposal: Proposal; onDone: (codes: readonly string[]) => void }) {
	const { api, session } = useWorld();
	const form = useForm(
		({ code = "" }) =>
			session.withToken((token) => api.confirmTotp({ code: code.replaceAll(/\s/gu, "") }, token)),
		(answer) => onDone(answer.recoveryCodes),
	);
	return (
		<Form form={form} submit="Confirm" isMain={false}>
			<p className="text-sm">Scan this with your app, then type the six digits that it shows.</p>
			<QrCode text={proposal.uri} />
			<p className="text-xs text-muted">
				No camera? Type this key into the app:{" "}
				<code className="text-ink select-all">{proposal.secret.match(/.{1,4}/gu)?.join(" ")}</code>
			</p>
			<TextField
				label="Six digits"
				name="code"
				autoComplete="one-time-code"
				inputMode="numeric"
				required
				error={form.errors["code"]}
			/>
		</Form>
	);
}

/** Dark on light in every look: cameras want it so. */
export function QrCode({ text }: { text: string }) {
	const { data, size } = encode(text, { ecc: "M", border: 2 });
	const path = data
		.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
		.join("");
	return (
		<svg
			viewBox={`0 0 ${size} ${size}`}
			role="img"
			aria-label="QR code for an authenticator app"
			shapeRendering="crispEdges"
			className="size-44 rounded-md forced-color-adjust-none"
		>
			<rect width={size} height={size} fill="#fff" />
			<path d={path} fill="#000" />
		</svg>
	);
}

function Codes({ codes }: { codes: readonly string[] }) {
	return (
		<div className="space-y-3">
			<Done>Two-step sign-in is on.</Done>
			<p className="text-sm">
				Keep these codes where you find them without your phone. Each opens your account once in the place of
				a code of the app. They are shown this one time.
			</p>
			<ul className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-panel p-4 font-mono text-sm tabular select-all">
				{codes.map((code) => (
					<li key={code}>{code}</li>
				))}
			</ul>
		</div>
	);
}

function IsOn({ me, onRenewed }: { me: Me; onRenewed: (codes: readonly string[]) => void }) {
	const { api, session } = useWorld();
	const [wish, setWish] = useState<"off" | "codes" | null>(null);
	const form = useForm(
		async ({ password }) =>
			wish === "codes"
				? session.withToken((token) => api.recoveryCodes({ password }, token))
				: session.withToken((token) => api.disableTotp({ password }, token)),
		(answer) => {
			setWish(null);
			if (answer === undefined) session.update({ ...me, hasSecondFactor: false, recoveryCodes: 0 });
			else onRenewed(answer.recoveryCodes);
		},
	);
	if (wish === null)
		return (
			<div className="space-y-3">
				<p className="text-sm">It is on. {me.recoveryCodes} recovery codes are left.</p>
				<div className="flex flex-wrap gap-2">
					<Button onClick={() => setWish("codes")}>New recovery codes</Button>
					<Button onClick={() => setWish("off")}>Turn it off</Button>
				</div>
			</div>
		);
	return (
		<Form form={form} submit={wish === "off" ? "Turn it off" : "Make new codes"} isMain={false}>
			<PasswordField errors={form.errors} label="Your password" />
		</Form>
	);
}
