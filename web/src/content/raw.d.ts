declare module "$content/*?raw" {
  const text: string;
  export default text;
}
