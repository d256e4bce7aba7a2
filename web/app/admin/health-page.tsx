import { CircleAlert, CircleCheck } from "lucide-react";
import type { Readiness } from "../../../contracts/api.ts";
import { readHealth } from "../../api/read-health.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { percent } from "../../ui/percent.ts";
import { ExactMoment, Moment } from "../../ui/moment.tsx";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Page, Panel } from "../page.tsx";
import { useRead } from "../reading.ts";

const PARTS: Readonly<Record<string, { name: string; purpose: string }>> = {
	postgres: { name: "PostgreSQL", purpose: "Archive, accounts, settings" },
	redis: { name: "Redis", purpose: "Limits, tickets, short-lived tokens" },
	model: { name: "Model", purpose: "What the bot understands by" },
	objects: { name: "Conversation objects", purpose: "Live conversations and their sockets" },
};

/** What each part of the product says of itself. */
export function HealthPage() {
	const read = useRead(["health"], () => readHealth((path, init) => fetch(path, init)));
	const parts = Object.entries(read.data?.readiness.parts ?? {});
	return (
		<Page
			title="System health"
			lead="Each part is asked when this page is opened, and by the button."
			actions={
				<Button size="compact" aria-disabled={read.isFetching} onClick={() => void read.refetch()}>
					{read.isFetching ? "Asking…" : "Ask again"}
				</Button>
			}
		>
			<Panel>
				{read.isPending && <LoadingRows rows={4} />}
				{read.error !== null && (
					<ErrorState message={read.error.message} onRetry={() => void read.refetch()} />
				)}
				{parts.length > 0 && (
					<ul className="divide-y divide-line">
						{parts.map(([id, part]) => (
							<Part key={id} id={id} part={part} />
						))}
					</ul>
				)}
			</Panel>
			{read.data !== undefined && <Jobs jobs={read.data.readiness.jobs} />}
			{read.data !== undefined && <Caches caches={read.data.readiness.caches} />}
			{read.data !== undefined && (
				<dl className="mt-5 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
					{[
						["Release", read.data.version.version || "not named"],
						["Environment", read.data.version.environment],
						["Model", read.data.version.modelId],
						["Socket protocol", String(read.data.version.protocol)],
					].map(([name, value]) => (
						<div key={name} className="contents">
							<dt className="text-muted">{name}</dt>
							<dd className="min-w-0 break-all">{value}</dd>
						</div>
					))}
					<dt className="text-muted">Asked</dt>
					<dd>
						<Moment at={new Date(read.dataUpdatedAt).toISOString()} className="text-ink" />
					</dd>
				</dl>
			)}
		</Page>
	);
}

function Part({ id, part }: { id: string; part: Readiness["parts"]["postgres"] }) {
	const { name, purpose } = PARTS[id] ?? { name: id, purpose: "" };
	const isOk = part.status === "ok";
	const Icon = isOk ? CircleCheck : CircleAlert;
	return (
		<li className="flex items-center gap-3 px-4 py-3">
			<Icon
				aria-hidden="true"
				size={18}
				className={classNames("shrink-0", isOk ? "text-good-ink" : "text-danger-ink")}
			/>
			<span className="min-w-0 flex-1">
				<span className="block font-medium">{name}</span>
				<span className="block text-xs text-muted">{part.detail ?? purpose}</span>
			</span>
			<span className="text-end">
				<span className={classNames("block font-medium", !isOk && "text-danger-ink")}>
					{isOk ? "Answers" : "Down"}
				</span>
				<span className="tabular block text-xs text-muted">
					{part.latencyMs === undefined ? "" : `${Math.round(part.latencyMs)} ms`}
				</span>
			</span>
		</li>
	);
}

const JOBS: Readonly<Record<string, string>> = {
	erasures: "Erasures",
	figures: "Figures",
	retention: "Retention",
};
const JOB_STATES = { ok: "Runs", failing: "Fails: the log says why", late: "Late" } as const;

/** What is done in the background. */
function Jobs({ jobs }: { jobs: Readiness["jobs"] }) {
	const named = Object.entries(jobs);
	if (named.length === 0) return null;
	return (
		<section className="mt-5">
			<h2 className="mb-2 font-semibold">Background jobs</h2>
			<Panel>
				<ul className="divide-y divide-line">
					{named.map(([id, { status, lastSuccessAt, nextRunAt }]) => (
						<li key={id} className="flex items-center justify-between gap-4 px-4 py-2">
							<span>
								<span className="block">{JOBS[id] ?? id}</span>
								<span className="block text-xs text-muted">
									Last done{" "}
									{lastSuccessAt === null ? "never" : <ExactMoment at={lastSuccessAt} className="" />}, next{" "}
									<ExactMoment at={nextRunAt} className="" />
								</span>
							</span>
							<span className={classNames("text-end font-medium", status !== "ok" && "text-danger-ink")}>
								{JOB_STATES[status]}
							</span>
						</li>
					))}
				</ul>
			</Panel>
		</section>
	);
}

/** What is kept, in words; one that a later release has is called as it calls itself. */
const CACHES: ReadonlyMap<string, string> = new Map([
	["parses", "What the bot understood"],
	["reply-time", "Usual time to a reply"],
	["attended", "Whether somebody is at the desk"],
	["labels", "Labels"],
]);

/** How often what was kept could be given, in the isolate that answered. */
function Caches({ caches }: { caches: Readiness["caches"] }) {
	const names = Object.entries(caches);
	if (names.length === 0) return null;
	return (
		<section className="mt-5">
			<h2 className="mb-2 font-semibold">Caches</h2>
			<Panel>
				<ul className="divide-y divide-line">
					{names.map(([name, { hits, stale, misses, away }]) => {
						const asked = hits + stale + misses + away;
						return (
							<li key={name} className="flex items-center justify-between gap-4 px-4 py-2">
								<span>{CACHES.get(name) ?? name.replaceAll(/[-_]/gu, " ")}</span>
								<span className="tabular text-muted">
									{asked === 0
										? "Not asked yet"
										: `${percent((hits + stale) / asked)} of ${asked} ${asked === 1 ? "question" : "questions"} answered from the cache`}
								</span>
							</li>
						);
					})}
				</ul>
			</Panel>
		</section>
	);
}
