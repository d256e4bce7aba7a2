import { useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { DEFAULT_SITE_NAME, type DeskSite } from "../../../contracts/sites.ts";
import { useForm } from "../../api/use-form.ts";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Problem } from "../form-dialog.tsx";
import { Page, Panel } from "../page.tsx";
import { useRead } from "../reading.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { useDesk, useMay } from "../world.ts";
import { HoursFields } from "./hours-fields.tsx";
import { useKeptDraft } from "./kept-draft.ts";
import { LookFields } from "./look-fields.tsx";
import { SaveButtons } from "./save-buttons.tsx";
import { draftOf, type SiteDraft, siteOf } from "./site-draft.ts";
import { changeSite, readSites } from "./sites-api.ts";
import { WidgetPreview } from "./widget-preview.tsx";

/** One site: what is set is seen beside it at once. */
export function SitePage({ id }: { id: string }) {
	const read = useRead(["sites"], readSites);
	const site = read.data?.sites.find((other) => other.id === id);
	return (
		<Page
			title={site === undefined ? "Site" : (site.name ?? DEFAULT_SITE_NAME)}
			lead={
				<NavLink
					to="/admin/sites"
					className="inline-flex items-center gap-1 rounded-sm font-medium text-accent-ink hover:underline"
				>
					<ArrowLeft aria-hidden="true" size={14} />
					Sites
				</NavLink>
			}
		>
			{read.isPending && <LoadingRows />}
			{read.error !== null && <ErrorState message={read.error.message} onRetry={() => void read.refetch()} />}
			{read.data !== undefined && site === undefined && <p>There is no such site.</p>}
			{site !== undefined && <SiteForm site={site} />}
		</Page>
	);
}

function SiteForm({ site }: { site: DeskSite }) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const mayChange = useMay("settings:write");
	const { draft, isChanged, write, keep } = useKeptDraft<SiteDraft>(`site ${site.id}`, draftOf(site));
	const change = (part: Partial<SiteDraft>): void => write({ ...draft, ...part });
	const form = useForm(
		async () => {
			const wanted = siteOf(draft);
			return wanted.ok ? changeSite(ask, { id: site.id, ...wanted.value }) : wanted;
		},
		() => {
			keep(draft);
			void queries.invalidateQueries({ queryKey: ["sites"] });
			toasts.show({ text: "The site is saved." });
		},
	);
	return (
		<form
			onSubmit={form.submit}
			className="grid gap-5 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem]"
		>
			<fieldset disabled={!mayChange} className="min-w-0 space-y-5">
				<legend className="sr-only">Settings of the site</legend>
				<Panel className="space-y-4 p-4">
					<LookFields draft={draft} errors={form.errors} isDefault={site.isDefault} onChange={change} />
				</Panel>
				<Panel className="space-y-4 p-4">
					<HoursFields draft={draft} errors={form.errors} onChange={change} />
				</Panel>
				<Problem fault={form.problem} />
				{mayChange && (
					<SaveButtons
						isSending={form.isSending}
						isChanged={isChanged}
						onDiscard={() => {
							write(draftOf(site));
							keep(draftOf(site));
						}}
					/>
				)}
			</fieldset>
			<div className="lg:sticky lg:top-6 lg:self-start">
				<WidgetPreview draft={draft} />
			</div>
		</form>
	);
}
