// One component for each kind of block. What the CMS gives as html is sanitised.
const Html = ({ as: Tag = "div", text }) => text && <Tag dangerouslySetInnerHTML={{ __html: text.html }} />;
const Heading = ({ text }) => text && <h2>{text}</h2>;
const Lines = ({ items }) => items.length > 0 && <ul>{items.map((item, i) => <Html as="li" key={i} text={item} />)}</ul>;
const Button = ({ button }) => button && (button.link ? <a className="button" href={button.link.url}>{button.label}</a> : <span>{button.label}</span>);
/** Next's own Image works too, with a loader that fills in the picture's template. */
const Picture = ({ of: p }) => p && (
  <figure>
    <img src={p.src} srcSet={[...p.srcset.filter((s) => s.type === p.type), p].map((s) => `${s.src} ${s.width}w`).join(", ")} sizes="(max-width: 700px) 100vw, 700px" width={p.width} height={p.height} alt={p.alt} loading="lazy" />
    {p.caption && <figcaption>{p.caption}</figcaption>}
  </figure>
);

const kinds = {
  hero: (b) => <><h1>{b.heading}</h1><p>{b.lede}</p><Button button={b.primary} /><Picture of={b.image} /></>,
  section: (b) => <><Heading text={b.heading} /><Html text={b.body} /><Picture of={b.image} /></>,
  image: (b) => <Picture of={b.image} />,
  download: (b) => b.file && <p><a href={b.file.src}>{b.label}</a> {b.about}</p>,
  checklist: (b) => <><Html as="p" text={b.leadIn} /><Lines items={b.items} /></>,
  callout: (b) => b.lines.map((line, i) => <Html as="p" key={i} text={line} />),
  steps: (b) => (
    <>
      <Heading text={b.heading} />
      <Html text={b.intro} />
      <ol>
        {b.steps.map((step, i) => <li key={i}><h3>{step.title}</h3>{step.minutes && <p>{`${step.minutes} minutes`}</p>}<Html text={step.body} /></li>)}
      </ol>
    </>
  ),
  suitability: (b) => <><Heading text={b.heading} /><Html text={b.body} /><Lines items={b.mayFit} /><Lines items={b.mayNotFit} /><Html text={b.assessment} /></>,
  cta: (b) => <><Heading text={b.heading} /><Html text={b.body} /><p><Button button={b.primary} /> <Button button={b.secondary} /></p><Html as="p" text={b.emergency} /></>,
  faq: (b) => (
    <>
      <Heading text={b.heading} />
      {b.items.map((item, i) => <details key={i}><summary>{item.question}</summary><Html text={item.answer} /></details>)}
    </>
  ),
  quote: (b) => (
    <>
      <Html as="blockquote" text={b.text} />
      <p>{b.person}{b.work && <>, <cite>{b.work}</cite></>} {b.source && <a href={b.source.url}>Source</a>}</p>
    </>
  ),
  notice: (b) => b.snippet && <Html as="aside" text={b.snippet.body} />,
  "service-links": (b) => (
    <>
      <Heading text={b.heading} />
      <ul>{b.services.map((s) => <li key={s.service.id}><a href={s.service.path}>{s.service.title}</a> {s.reason}</li>)}</ul>
    </>
  ),
  practitioners: (b) => (
    <>
      <Heading text={b.heading} />
      {b.people.map((p) => (
        <div key={p.id}>
          <Picture of={p.photo} />
          <h3>{[p.title, p.suffix].filter(Boolean).join(", ")}</h3>
          <p>{p.role}</p>
          <Html text={p.bio} />
          <p>{p.licences.map((l) => `${l.type} ${l.number} (${l.jurisdiction})`).join(", ")}</p>
        </div>
      ))}
    </>
  ),
  divider: () => <hr />,
};

/** A block of a page; one of a kind that is not known here is passed over. */
export function Block({ block }) {
  const show = kinds[block.kind];
  return show && <section id={block.id} data-kind={block.kind}>{show(block)}</section>;
}
