CREATE TABLE "analytics_slice_days" (
	"slice" text NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"detail" text NOT NULL,
	"conversations" bigint DEFAULT 0 NOT NULL,
	"n" bigint DEFAULT 0 NOT NULL,
	"m" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "analytics_slice_days_slice_kind_day_name_detail_pk" PRIMARY KEY("slice","kind","day","name","detail")
);
--> statement-breakpoint
CREATE INDEX "analytics_slice_days_by_day" ON "analytics_slice_days" USING hash ("day");