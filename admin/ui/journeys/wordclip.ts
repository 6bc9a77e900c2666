// What Word puts on the clipboard, with all that it says of its own styles.

const css = (text: string) => text.replace(/\s+/g, " ").replaceAll("; ", ";\n\t").trim();

/** The styles that Word has and the document does not use: some 370 of them go along with every copy. */
const latent = Array.from({ length: 371 }, (_, i) => `  <w:LsdException Locked="false" Priority="${i % 99}"\n   SemiHidden="true" UnhideWhenUsed="true" Name="List Table ${i} Accent"/>`).join("\n");

const font = (name: string) => `@font-face\n\t{font-family:"${name}";\n\tpanose-1:2 4 5 3 5 4 6 3 2 4;\n\tmso-font-charset:0;\n\tmso-generic-font-family:roman;\n\tmso-font-pitch:variable;\n\tmso-font-signature:-536869121 1107305727 33554432 0 415 0;}`;
const styles = ["MsoNormal", "MsoListParagraph", "MsoListParagraphCxSpFirst", "MsoListParagraphCxSpMiddle", "MsoListParagraphCxSpLast", "MsoTitle", "MsoSubtitle"].map((name) => css(
  `p.${name}, li.${name}, div.${name} {mso-style-unhide:no; mso-style-qformat:yes; mso-style-parent:""; margin-top:0in; margin-right:0in; margin-bottom:8.0pt; margin-left:0in; line-height:107%; mso-pagination:widow-orphan; font-size:11.0pt; font-family:"Calibri",sans-serif; mso-ascii-font-family:Calibri; mso-ascii-theme-font:minor-latin; mso-fareast-font-family:Calibri; mso-hansi-font-family:Calibri; mso-bidi-font-family:"Times New Roman"; mso-font-kerning:1.0pt; mso-ligatures:standardcontextual;}`)).join("\n");

const normal = "line-height:115%;mso-pagination:widow-orphan;tab-stops:.5in 1.0in";
const run = "font-size:11.5pt;line-height:115%;\nfont-family:\"Georgia\",serif;mso-fareast-font-family:\"Times New Roman\";mso-bidi-font-family:\nArial;color:#222222;mso-font-kerning:0pt";

/** A run of words as Word styles it; they are HTML already. */
const span = (words: string) => `<span style='${run.replace(/'/g, "")}'>${words}</span>`;

/** A paragraph. */
export const paragraph = (words: string) => `<p class=MsoNormal style='margin-bottom:12.0pt;${normal}'>${span(words + "<o:p></o:p>")}</p>\n\n`;

/** A heading of a level. */
export const heading = (level: number, words: string) => `<h${level} style='margin-top:18.0pt;mso-pagination:widow-orphan'><a name="_Toc${words.length}"></a><span\nstyle='font-family:"Georgia",serif;mso-fareast-font-family:"Times New Roman"'>${words}<o:p></o:p></span></h${level}>\n\n`;

/** A list; numbered or with bullets. */
export const list = (id: number, numbered: boolean, items: string[]) => items.map((words, i) =>
  `<p class=MsoListParagraphCxSp${i === 0 ? "First" : i === items.length - 1 ? "Last" : "Middle"} style='text-indent:-.25in;mso-list:l${id}\nlevel1 lfo${id + 1};${normal}'><![if !supportLists]><span style='${numbered ? "mso-fareast-font-family:Georgia" : "font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:Symbol"}'><span\nstyle='mso-list:Ignore'>${numbered ? `${i + 1}.` : "·"}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;\n</span></span></span><![endif]>${span(words + "<o:p></o:p>")}</p>\n\n`).join("");

/** A table whose first row names its columns. */
export const table = (rows: string[][]) => `<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt;\n mso-yfti-tbllook:1184;mso-padding-alt:0in 5.4pt 0in 5.4pt'>\n${rows.map((cells, i) =>
  ` <tr style='mso-yfti-irow:${i}'>\n${cells.map((words) => `  <td width=208 valign=top style='width:155.8pt;border:solid windowtext 1.0pt;\n  mso-border-alt:solid windowtext .5pt;padding:0in 5.4pt 0in 5.4pt'>\n  <p class=MsoNormal style='margin-bottom:0in;line-height:normal'>${span(i === 0 ? `<b style='mso-bidi-font-weight:normal'>${words}</b><o:p></o:p>` : words + "<o:p></o:p>")}</p>\n  </td>\n`).join("")} </tr>\n`).join("")}</table>\n\n`;

/** The clipboard's HTML of a document. */
export const wordClip = (body: string) => `<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<meta name=Originator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/kim/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml>
 <w:WordDocument>
  <w:View>Normal</w:View>
  <w:TrackMoves/>
 </w:WordDocument>
</xml><![endif]--><!--[if gte mso 9]><xml>
 <w:LatentStyles DefLockedState="false" DefUnhideWhenUsed="false" LatentStyleCount="376">
${latent}
 </w:LatentStyles>
</xml><![endif]-->
<style>
<!--
 /* Font Definitions */
 ${["Cambria Math", "Calibri", "Georgia", "Symbol", "Wingdings"].map(font).join("\n")}
 /* Style Definitions */
 ${styles}
-->
</style>
</head>

<body lang=EN-US style='tab-interval:.5in;word-wrap:break-word'>
<!--StartFragment-->

${body}<!--EndFragment-->
</body>

</html>`;
