import { notFound } from "next/navigation";
import { Block } from "../../blocks.jsx";
import { allPages, json, pageAt, segments } from "../../cms.mjs";

export const dynamicParams = false;

export function generateStaticParams() {
  return allPages.map((page) => ({ path: segments(page.path) }));
}

export async function generateMetadata({ params }) {
  const { seo } = pageAt((await params).path) ?? notFound();
  return { title: seo.title, description: seo.description, robots: seo.robots };
}

export default async function Page({ params }) {
  const page = pageAt((await params).path) ?? notFound();
  return (
    <>
      {page.jsonLd && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json(page.jsonLd) }} />}
      {page.blocks[0]?.kind !== "hero" && <h1>{page.title}</h1>}
      {page.blocks.map((block) => (
        <Block key={block.id} block={block} />
      ))}
    </>
  );
}
