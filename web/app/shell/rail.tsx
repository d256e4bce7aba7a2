import { Search } from "lucide-react";
import { useLocation } from "wouter";
import { Avatar } from "../../ui/avatar.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Keys } from "../../ui/kbd.tsx";
import { type PageEntry, pageAt, type PageId, pagesFor } from "../page-list.ts";
import { PAGE_PARTS } from "../page-parts.tsx";
import { useDesk } from "../world.ts";
import { NavLink } from "./nav-link.tsx";
import { UserMenu } from "./user-menu.tsx";

interface RailProps {
	onSearch: () => void;
	onHelp: () => void;
	searchKeys: string;
	/** In the sheet of a phone: closes it. */
	onGo?: () => void;
}

/** Where one can go: the pages that one may see, and nothing else. */
export function Rail({ onSearch, onHelp, searchKeys, onGo }: RailProps) {
	const { me, siteName } = useDesk();
	const pages = pagesFor(me.permissions);
	const of = (part: PageEntry["group"]) => pages.filter(({ group }) => group === part);
	return (
		<div className="flex h-full min-h-0 flex-col">
			<div className="flex min-h-13 items-center gap-2 px-3">
				<Avatar person={null} />
				<span className="min-w-0 flex-1 truncate font-semibold">{siteName ?? "Desk"}</span>
			</div>
			<div className="px-2 pb-2">
				<button
					type="button"
					onClick={onSearch}
					className="flex min-h-8 w-full items-center gap-2 rounded-sm border border-line bg-raised px-2 text-start text-muted hover:bg-hover pointer-coarse:min-h-11"
				>
					<Search aria-hidden="true" size={14} />
					<span className="flex-1">Go to, or do…</span>
					<Keys keys={searchKeys} />
				</button>
			</div>
			<nav aria-label="Desk" className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
				<Links pages={of("work")} onGo={onGo} />
				<Part title="Admin" pages={of("admin")} onGo={onGo} />
				<Part title="Yours" pages={of("own")} onGo={onGo} />
			</nav>
			<div className="border-t border-line p-2">
				<UserMenu onHelp={onHelp} />
			</div>
		</div>
	);
}

interface LinksProps {
	pages: readonly (PageEntry & { id: PageId })[];
	onGo: (() => void) | undefined;
}

/** Links below a heading, where there are any. */
function Part({ title, pages, onGo }: LinksProps & { title: string }) {
	if (pages.length === 0) return null;
	return (
		<>
			<h2 className="mt-4 mb-1 px-2 text-xs font-medium text-muted">{title}</h2>
			<Links pages={pages} onGo={onGo} />
		</>
	);
}

function Links({ pages, onGo }: LinksProps) {
	const [path] = useLocation();
	const current = pageAt(path);
	return (
		<ul className="space-y-px">
			{pages.map((page) => {
				const { icon: Icon, load } = PAGE_PARTS[page.id];
				const isCurrent = current?.id === page.id;
				return (
					<li key={page.id}>
						<NavLink
							to={page.path}
							isCurrent={isCurrent}
							onPoint={() => void load()}
							{...(onGo === undefined ? {} : { onGo })}
							className={classNames(
								"flex min-h-8 items-center gap-2.5 rounded-sm px-2 font-medium pointer-coarse:min-h-11",
								isCurrent ? "bg-hover text-ink" : "text-muted hover:bg-hover hover:text-ink",
							)}
						>
							<Icon aria-hidden="true" size={16} className="shrink-0" />
							<span className="min-w-0 truncate">{page.title}</span>
						</NavLink>
					</li>
				);
			})}
		</ul>
	);
}
