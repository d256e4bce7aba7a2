CREATE TABLE "analytics_packed_bits" (
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"name" text NOT NULL,
	"detail" text NOT NULL,
	"part" text NOT NULL,
	"power" smallint NOT NULL,
	"bits" bit varying NOT NULL,
	CONSTRAINT "analytics_packed_bits_kind_day_name_detail_part_power_pk" PRIMARY KEY("kind","day","name","detail","part","power")
);
--> statement-breakpoint
CREATE TABLE "analytics_packed_changes" (
	"day" date NOT NULL,
	"conversation_id" uuid NOT NULL,
	"place" integer,
	CONSTRAINT "analytics_packed_changes_day_conversation_id_pk" PRIMARY KEY("day","conversation_id")
);
--> statement-breakpoint
CREATE TABLE "analytics_packed_lists" (
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"name" text NOT NULL,
	"places" integer[] NOT NULL,
	"details" text[] NOT NULL,
	"n" bigint[] NOT NULL,
	"m" bigint[] NOT NULL,
	CONSTRAINT "analytics_packed_lists_kind_day_name_pk" PRIMARY KEY("kind","day","name")
);
--> statement-breakpoint
CREATE TABLE "analytics_packs" (
	"day" date PRIMARY KEY NOT NULL,
	"conversations" integer NOT NULL,
	"quarters" integer[] NOT NULL,
	"minutes" integer[] NOT NULL,
	"ids" uuid[] NOT NULL,
	"every" bit varying NOT NULL,
	"packed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "analytics_slice_months" (
	"slice" text NOT NULL,
	"month" date NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"detail" text NOT NULL,
	"conversations" bigint DEFAULT 0 NOT NULL,
	"n" bigint DEFAULT 0 NOT NULL,
	"m" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "analytics_slice_months_slice_kind_month_name_detail_pk" PRIMARY KEY("slice","kind","month","name","detail")
);
--> statement-breakpoint
CREATE TABLE "analytics_summed_months" (
	"month" date PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE INDEX "analytics_slice_months_by_month" ON "analytics_slice_months" USING btree ("month");