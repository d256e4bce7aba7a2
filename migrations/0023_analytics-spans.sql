CREATE TABLE "analytics_cohorts" (
	"at" timestamp (3) with time zone NOT NULL,
	"week" integer NOT NULL,
	"customers" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "analytics_cohorts_at_week_pk" PRIMARY KEY("at","week")
);
--> statement-breakpoint
CREATE TABLE "analytics_months" (
	"month" date NOT NULL,
	"channel" text NOT NULL,
	"language" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"detail" text NOT NULL,
	"conversations" bigint DEFAULT 0 NOT NULL,
	"n" bigint DEFAULT 0 NOT NULL,
	"m" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "analytics_months_channel_language_kind_month_name_detail_pk" PRIMARY KEY("channel","language","kind","month","name","detail")
);
--> statement-breakpoint
CREATE TABLE "analytics_unsummed_spans" (
	"day" date PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE INDEX "conversation_facts_of_fallbacks" ON "conversation_facts" USING btree ("started_at","conversation_id","channel","language") WHERE "conversation_facts"."fallbacks" > 0 and not "conversation_facts"."is_test";--> statement-breakpoint
CREATE INDEX "conversation_facts_of_people" ON "conversation_facts" USING btree ("started_at","conversation_id","channel","language") WHERE "conversation_facts"."agent_messages" > 0 and not "conversation_facts"."is_test";--> statement-breakpoint
CREATE INDEX "conversation_facts_of_thumbs" ON "conversation_facts" USING btree ("started_at","conversation_id","channel","language","thumbs_up","thumbs_down") WHERE "conversation_facts"."thumbs_up" + "conversation_facts"."thumbs_down" > 0 and not "conversation_facts"."is_test";--> statement-breakpoint
CREATE INDEX "conversation_facts_by_resolver" ON "conversation_facts" USING btree ("resolved_by","started_at","conversation_id") WHERE "conversation_facts"."resolved_by" is not null;