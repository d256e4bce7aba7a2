import type { Integration, IntegrationArea } from "../../../contracts/integrations.ts";
import { Badge } from "../../ui/badge.tsx";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Page, Panel } from "../page.tsx";
import { useRead } from "../reading.ts";
import { readIntegrations } from "./operations-api.ts";

const AREAS: readonly { id: IntegrationArea; name: string }[] = [
	{ id: "channels", name: "Channels and interfaces" },
	{ id: "bot", name: "What the bot asks" },
	{ id: "people", name: "Accounts" },
	{ id: "stores", name: "Stores" },
	{ id: "operations", name: "Operations" },
];

/** What this deployment is joined to, and how that is set. */
export function IntegrationsPage() {
	const read = useRead(["integrations"], readIntegrations);
	return (
		<Page
			title="Integrations"
			lead="Set by variables and secrets of the deployment, and nowhere else: docs/configuration.md says what each takes. Secrets are never shown."
		>
			{read.isPending && (
				<Panel>
					<LoadingRows />
				</Panel>
			)}
			{read.error !== null && <ErrorState message={read.error.message} onRetry={() => void read.refetch()} />}
			{read.data !== undefined &&
				AREAS.map(({ id, name }) => (
					<Area key={id} name={name} all={read.data.integrations.filter(({ area }) => area === id)} />
				))}
		</Page>
	);
}

function Area({ name, all }: { name: string; all: readonly Integration[] }) {
	if (all.length === 0) return null;
	return (
		<section className="mb-6">
			<h2 className="mb-2 font-semibold">{name}</h2>
			<Panel>
				<ul className="divide-y divide-line">
					{all.map((integration) => (
						<One key={integration.id} integration={integration} />
					))}
				</ul>
			</Panel>
		</section>
	);
}

function One({
	integration: { name, purpose, isOn, isOpen, facts, settings },
}: {
	integration: Integration;
}) {
	return (
		<li className="px-4 py-3">
			<div className="flex items-start justify-between gap-x-4 gap-y-1 max-sm:flex-col-reverse">
				<div className="min-w-0">
					<h3 className="font-medium">{name}</h3>
					<p className="text-muted">{purpose}</p>
				</div>
				<span className="flex shrink-0 flex-wrap justify-end gap-1">
					{isOpen && <Badge tone="warn">Without sign-in</Badge>}
					{isOn ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
				</span>
			</div>
			<dl className="mt-1.5 grid gap-x-4 text-xs sm:grid-cols-[8rem_1fr] sm:gap-y-0.5">
				{facts.map((fact) => (
					<div key={fact.name} className="contents">
						<dt className="text-muted max-sm:mt-1">{fact.name}</dt>
						<dd className="min-w-0 wrap-anywhere">{fact.value}</dd>
					</div>
				))}
				<div className="contents">
					<dt className="text-muted max-sm:mt-1">{isOn ? "Set by" : "Turned on by"}</dt>
					<dd className="min-w-0 font-mono wrap-anywhere">{settings.join(", ")}</dd>
				</div>
			</dl>
		</li>
	);
}
